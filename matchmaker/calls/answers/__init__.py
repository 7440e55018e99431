"""Answers to calls: given by suppliers, screened, scored and decided by the anchor."""
