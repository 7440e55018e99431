"""Rate limits: of unauthenticated writes, and of searches."""

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, default_limits=[])
SIGN_IN = "10 per minute; 60 per hour"
SIGN_UP = "10 per minute; 40 per hour"
MAIL_ASKED = "5 per minute; 20 per hour"
MAIL_TO_ADDRESS = "3 per 10 minutes; 10 per day"
"""Mails that strangers can have sent to one address, known or not."""
UNSUBSCRIBE = "120 per minute; 1200 per hour"
"""Clicks that end mails: mail services make them for all their users from a few addresses."""
SEARCH = "180 per minute; 4000 per hour"
"""Searches of one person, who sends several while typing; far above what a hand types, far below what a machine reads.
"""


@limiter.request_filter
def limits_are_off() -> bool:
    """Whether this application has its limits switched off (the limiter is shared by all of a process)."""
    return not current_app.extensions["config"].limits_enabled
