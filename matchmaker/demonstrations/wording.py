"""What people read: refusals, states, deeds, parts of a plan."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.demonstrations.rules import Deed, Operator, Part, State, Trust
from matchmaker.foundation.virus_scan import Scan

WORDING = {
    "demonstration.bad_move": _l("This is not possible any more: the demonstration has moved on."),
    "demonstration.title_needed": _l("Give the demonstration a title."),
    "demonstration.dates_order": _l("The last day lies before the first day."),
    "demonstration.too_many_rows": _l("No more than %(most)s rows fit here."),
    "demonstration.unknown_side": _l("Choose one of the two organisations."),
    "demonstration.number_out_of_range": _l("Enter a number of at most twelve digits and six decimals."),
    "demonstration.share_out_of_range": _l("A share is more than 0 and at most 100 percent."),
    "demonstration.text_stands": _l("It runs or has ended: the signed text stands as it is."),
    "demonstration.incomplete": _l("The plan is not complete yet. The page says what is missing."),
    "demonstration.not_yours_to_sign": _l("The organisation in charge of the site signs for it."),
    "demonstration.nothing_to_sign": _l("There is nothing to sign here at present."),
    "demonstration.not_signed_off": _l("It cannot run before every site has signed the present version of the plan."),
    "demonstration.light_in_the_way": _l(
        "It cannot run while a compliance light of the introduction is in the way: the agency decides, or the"
        " question about national core technology is answered."
    ),
    "demonstration.biomaterials_unknown": _l(
        "Samples cross the border: both sides answer the questions about biomaterials under “Compliance” first."
    ),
    "demonstration.permit_missing": _l("A step of the sample flow needs a permit that is not named yet."),
    "demonstration.asset_not_open": _l("%(asset)s is not open on the first day of the plan (published: %(when)s)."),
    "demonstration.reason_needed": _l("Say why, for the record."),
    "demonstration.reason_too_long": _l("The reason can have at most %(most)s characters."),
    "demonstration.not_measured": _l("Not every criterion has been measured at every site yet."),
    "demonstration.not_your_site": _l("The organisation in charge of the site enters what was measured there."),
    "demonstration.not_running": _l("Values are entered while the demonstration runs."),
    "demonstration.in_the_future": _l("The day lies in the future."),
    "demonstration.names_itself": _l("Each organisation decides for itself whether it is named."),
}

STATES: Mapping[State, LazyString] = {
    State.DRAFT: _l("Plan being written"),
    State.PROPOSED: _l("To be signed"),
    State.SIGNED_OFF: _l("Signed by all sites"),
    State.RUNNING: _l("Running"),
    State.PASSED: _l("Passed the criteria"),
    State.FAILED: _l("Not passed"),
    State.STOPPED: _l("Stopped"),
}
BADGES: Mapping[State, str] = {
    State.DRAFT: "gray", State.PROPOSED: "warning", State.SIGNED_OFF: "primary", State.RUNNING: "information",
    State.PASSED: "success", State.FAILED: "danger", State.STOPPED: "gray",
}  # fmt: skip
DEEDS: Mapping[Deed, LazyString] = {
    Deed.STARTED: _l("Begun"),
    Deed.EDITED: _l("Plan changed"),
    Deed.VOIDED: _l("Plan changed, signatures void"),
    Deed.PROPOSED: _l("Proposed for signature"),
    Deed.SIGNED: _l("Signed by a site"),
    Deed.GO: _l("Decision: Go"),
    Deed.NO_GO: _l("Decision: No-Go"),
    Deed.MEASURED: _l("Value entered"),
    Deed.PASSED: _l("Passed, certificate issued"),
    Deed.FAILED: _l("Not passed"),
}
PARTS: Mapping[Part, LazyString] = {
    Part.HYPOTHESIS: _l("Hypothesis"),
    Part.PROTOCOL: _l("Protocol"),
    Part.SITE_HERE: _l("A site in Siheung: an asset of the cluster"),
    Part.SITE_ABROAD: _l("A site of the partner abroad"),
    Part.CRITERIA: _l("At least one measurable acceptance criterion"),
    Part.SHARES: _l("Cost shares that add up to 100 percent"),
    Part.IP_TERMS: _l("Terms of intellectual property"),
    Part.DATA_TERMS: _l("Terms of data"),
    Part.DATES: _l("First and last day"),
}
OPERATORS: Mapping[Operator, LazyString] = {
    Operator.AT_LEAST: _l("at least"),
    Operator.AT_MOST: _l("at most"),
    Operator.EQUAL: _l("exactly"),
}
SIGNS: Mapping[Operator, str] = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.EQUAL: "="}
SCANS: Mapping[Scan, LazyString] = {
    Scan.WAITING: _l("Being checked for viruses"),
    Scan.INFECTED: _l("Removed: the virus scanner found something"),
}
"""Of files with which a value does not count."""
TRUST: Mapping[Trust, LazyString] = {
    Trust.LISTED: _l("Listed"),
    Trust.VETTED: _l("Vetted by the agency"),
    Trust.PROVEN: _l("Outcome audited"),
    Trust.DEMONSTRATED: _l("Demonstrated in two countries"),
}
