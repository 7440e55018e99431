"""Measurements that are run by hand: how good the rankings are beside other open methods, and how fast."""
