"""Tests of calls.answers."""
