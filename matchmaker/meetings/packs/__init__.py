"""The meeting pack: on one or two pages, in Korean and English, what both sides need to know before they meet."""
