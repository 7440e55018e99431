"""What people read for each refusal of ratings."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "meeting.unknown_outcome": _l("Choose how the meeting went from the list."),
    "meeting.who_was_absent": _l("Say who did not come if the meeting did not take place, and only then."),
    "meeting.comment_too_long": _l("This can have at most %(most)s characters."),
}
