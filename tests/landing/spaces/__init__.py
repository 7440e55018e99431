"""Tests of landing.spaces."""
