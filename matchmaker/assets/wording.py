"""Words of the catalogue: what facts are about, and dates told no more precisely than they were published."""

from collections.abc import Iterable
from datetime import date

from flask_babel import LazyString, format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.assets.capacity.rules import Span
from matchmaker.assets.rules import LegalStatus, PublishedDate, parse_published_date
from matchmaker.foundation.codes import code_label
from matchmaker.organisations.days import today

TOPIC_LABEL: dict[str, LazyString] = {
    "agreement": _l("Agreement"),
    "budget": _l("Project cost"),
    "capacity": _l("Capacity"),
    "clinical_role": _l("Role of the hospital"),
    "completion": _l("Completion"),
    "correction": _l("Correction of the status"),
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
    if found.last_day() < today():
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


def month_name(first: date) -> str:
    """The month that begins with `first`, in the reader's language."""
    return str(format_date(first, _("MMMM yyyy")))


def weekday_name(weekday: int) -> str:
    """The short name of a weekday, 0 is Monday, in the reader's language."""
    return str(get_locale().days["format"]["abbreviated"][weekday])


def span_text(span: Span) -> str:
    """Days and hours asked for, on the clock of Korea."""
    pattern = _("d MMM yyyy")
    days = [format_date(day, pattern) for day in dict.fromkeys((span.first_day, span.last_day))]
    return str(_("%(days)s, %(first)s–%(end)s Korean time", days=" – ".join(days), first=f"{span.first_hour:02}:00",
                 end=f"{span.end_hour:02}:00"))  # fmt: skip


WORDING: dict[str, LazyString] = {
    "asset.key_taken": _l("There is an asset with the address %(taken)s already."),
    "asset.back_needs_reason": _l("Going back to an earlier status needs a reason: write it as the statement."),
    "asset.same_status": _l("The asset has this status already."),
    "asset.unknown_other": _l("Choose an asset or an organisation at the other end, not both."),
    "asset.part_exists": _l("This is entered already."),
    "asset.hours_overlap": _l("These hours overlap with hours of the same weekday."),
    "asset.has_requests": _l(
        "Requests, spaces, courses, hand-overs or consortia hang on this asset or its equipment: it cannot be deleted."
    ),
}
