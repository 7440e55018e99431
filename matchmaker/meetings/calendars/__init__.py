"""Meetings in people's own calendars: invitations by mail, and a private feed to subscribe to."""
