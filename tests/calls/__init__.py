"""Helpers of the tests of this room are in `scenes.py`."""
