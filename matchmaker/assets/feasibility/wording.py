"""Words of site feasibility: refusals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDING: dict[str, LazyString] = {
    "site_feasibility.unknown_code": _l("Choose the phase and the therapeutic area from the lists."),
    "site_feasibility.more_than_seen": _l("More participants are expected than patients are seen. Check the figures."),
    "site_feasibility.not_feasible_so": _l(
        "Without participants, or without people or equipment, the study is not feasible. Name conditions instead, "
        "or say that it is not feasible."
    ),
}
