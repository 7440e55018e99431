"""Tests of calls.passings."""
