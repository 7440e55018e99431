"""The five lights of an introduction: what may cross the border, before a document does."""
