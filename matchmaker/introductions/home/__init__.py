"""The home page: for visitors, for members and for staff."""
