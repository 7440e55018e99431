"""Tests of landing.talent."""
