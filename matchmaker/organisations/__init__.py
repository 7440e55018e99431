"""Organisations: profiles, vetting, block lists, duplicates, import."""
