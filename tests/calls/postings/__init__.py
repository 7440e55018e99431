"""Tests of calls.postings."""
