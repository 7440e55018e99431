"""Tests of landing.checklists."""
