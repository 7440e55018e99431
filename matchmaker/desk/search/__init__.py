"""Full-text search over everything that staff, and members for their part, may see."""
