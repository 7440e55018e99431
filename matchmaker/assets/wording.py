"""Words of the catalogue: what facts are about, and dates told no more precisely than they were published."""

from collections.abc import Iterable

from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.assets.rules import LegalStatus, PublishedDate, parse_published_date
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import now

TOPIC_LABEL: dict[str, LazyString] = {
    "agreement": _l("Agreement"),
    "budget": _l("Project cost"),
    "capacity": _l("Capacity"),
    "clinical_role": _l("Role of the hospital"),
    "completion": _l("Completion"),
    "designation": _l("Official designation"),
    "equipment": _l("Equipment"),
    "floor_area": _l("Floor area"),
    "ground_breaking": _l("Ground-breaking"),
    "land_contract": _l("Land contract"),
    "land_price": _l("Land price"),
    "location": _l("Location"),
    "opening": _l("Opening"),
    "permit": _l("Building permit"),
    "programme": _l("Programme"),
    "results": _l("Results so far"),
    "roles": _l("Roles of the partners"),
    "selection": _l("Selection"),
    "services": _l("Services"),
    "site_area": _l("Site area"),
    "staff": _l("Staff"),
}
"""What a fact can be about."""

TAG_LABEL: dict[str, LazyString] = {
    "education": _l("Education"),
    "medicine": _l("Medicine"),
    "bio": _l("Bio industry"),
}
"""The three strands of the city's strategy (education, medicine, bio)."""


def code_labels(codes: Iterable[str], list_name: str) -> list[str]:
    """Labels of `codes` in the reader's language; the strands of the city's strategy are the list `tag`."""
    if list_name == "tag":
        return [str(TAG_LABEL.get(code, code)) for code in codes]
    return [code_label(list_name, code) for code in codes]


def topic_label(about: str) -> str:
    """What a fact is about, in the reader's language; a slug that has no words is shown as words."""
    return str(TOPIC_LABEL.get(about) or about.replace("_", " ").capitalize())


def published_date(text: str) -> str:
    """The date `text` in the reader's language, as precise as it was published."""
    found = parse_published_date(text)
    return _in_words(found) if found else str(_("not dated"))


def availability(text: str, status: LegalStatus) -> str:
    """From when an asset can be used: nothing is said that its source has not said."""
    found = parse_published_date(text)
    if found is None:
        return str(_("open now") if status is LegalStatus.OPEN else _("date not published yet"))
    day = _in_words(found)
    if status is LegalStatus.OPEN:
        return str(_("open since %(date)s", date=day))
    if found.last_day() < now().date():
        return str(_("was announced for %(date)s, not open yet", date=day))
    return str(_("from %(date)s", date=day))


def _in_words(found: PublishedDate) -> str:
    if found.half:
        return str(_("%(year)s H1", year=found.year) if found.half == 1 else _("%(year)s H2", year=found.year))
    if found.month is None:
        pattern = _("yyyy")
    elif found.day is None:
        pattern = _("MMMM yyyy")
    else:
        pattern = _("d MMM yyyy")
    return str(format_date(found.first_day(), pattern))
