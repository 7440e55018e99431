"""Three together: a domestic firm, a partner from abroad, and an asset of the cluster."""
