"""Questions to the requester and its answers."""
