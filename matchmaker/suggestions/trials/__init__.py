"""Blind comparisons: staff judge interleaved suggestions of two settings of the engine, not knowing whose is whose."""
