"""The meaning of texts as vectors: what a dictionary does not know still meets."""
