"""What people read for each refusal of this room."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "manufacturing.capability_needed": _l("Choose at least one thing that you can make or do."),
    "manufacturing.too_many_capabilities": _l("Choose at most %(most)s."),
    "manufacturing.unknown_code": _l("Choose from the list."),
    "manufacturing.describe_first": _l("Describe first what you make."),
}
