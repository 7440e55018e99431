"""Plumbing that every room stands on: database, permissions, languages, mail, jobs, audit, errors."""
