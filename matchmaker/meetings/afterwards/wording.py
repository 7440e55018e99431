"""What people read for each refusal of ratings."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "meeting.unknown_outcome": _l("Choose how the meeting went from the list."),
    "meeting.who_was_absent": _l("Say who of the two sides did not come."),
    "meeting.nobody_of_a_side": _l("If nobody of a side came, the meeting did not take place. Choose that above."),
    "meeting.comment_too_long": _l("This can have at most %(most)s characters."),
}
