"""The records of cluster assets as staff keep them: what is said, the life cycle, hours, facts, links."""
