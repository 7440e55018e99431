"""What a cluster is: the shape of its code, and its part in the gateway."""

import re
from datetime import date

HOME = "SIHEUNG"
"""The cluster whose gateway this is; all others are its partners."""
CODE_MAX = 20
NAME_MAX = 120
TEXT_MAX = 2000
PLACE_TEXT_MAX = 500
PLACES_MAX = 300
SOURCE_MAX = 300
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def is_code(text: str) -> bool:
    """Whether `text` can be the code of a cluster: LYON, SAN_DIEGO."""
    return len(text) <= CODE_MAX and _CODE.fullmatch(text) is not None


def is_published_date(text: str) -> bool:
    """Whether `text` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of these decades."""
    if not _DATE.fullmatch(text):
        return False
    try:
        found = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return 1990 <= found.year <= 2100
