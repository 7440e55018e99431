"""Whether a hospital can run a study: a sponsor's question on one sheet, and the site's answer on the same."""
