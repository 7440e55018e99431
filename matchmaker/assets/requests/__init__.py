"""Requests to use cluster assets: advice, dates, feasibility, use, report, review."""
