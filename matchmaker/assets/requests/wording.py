"""Words of requests: states, what waits, and refusals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.assets.requests.rules import RequestState, Side

S = RequestState
STATES: dict[RequestState, LazyString] = {
    S.ASKED: _l("Advice asked"),
    S.ADVISED: _l("Answered"),
    S.DATES: _l("Dates requested"),
    S.FEASIBILITY: _l("Feasibility check"),
    S.ACCEPTED: _l("Dates accepted"),
    S.IN_USE: _l("In use"),
    S.REPORTED: _l("Report is there"),
    S.CLOSED: _l("Reviewed and closed"),
    S.REFUSED: _l("Request refused"),
    S.WITHDRAWN: _l("Request withdrawn"),
}
BADGES: dict[RequestState, str] = {
    S.ASKED: "warning", S.ADVISED: "primary", S.DATES: "warning", S.FEASIBILITY: "warning", S.ACCEPTED: "success",
    S.IN_USE: "success", S.REPORTED: "primary", S.CLOSED: "gray", S.REFUSED: "danger", S.WITHDRAWN: "gray",
}  # fmt: skip
NEXT: dict[tuple[RequestState, Side], LazyString] = {
    (S.ASKED, Side.HANDLER): _l("A question waits for your answer."),
    (S.ASKED, Side.ASKER): _l("The operator or the agency answers your question. You can request dates at any time."),
    (S.ADVISED, Side.ASKER): _l("Read the answer, then request dates, ask again or withdraw the request."),
    (S.ADVISED, Side.HANDLER): _l("It is the turn of the organisation that asks."),
    (S.DATES, Side.HANDLER): _l("Check whether it is feasible on these dates. Nothing is booked before you accept."),
    (S.DATES, Side.ASKER): _l("The operator or the agency checks your dates. Nothing is booked before they accept."),
    (S.FEASIBILITY, Side.HANDLER): _l("Accept the dates, ask for other dates, or refuse with a reason."),
    (S.FEASIBILITY, Side.ASKER): _l("Your dates are being checked."),
    (S.ACCEPTED, Side.ASKER): _l("The hours are booked for you. Write into the use log what you used."),
    (S.ACCEPTED, Side.HANDLER): _l("The hours are booked. Either side writes the use log."),
    (S.IN_USE, Side.ASKER): _l("Write on into the use log. When you are done, give the report."),
    (S.IN_USE, Side.HANDLER): _l("Either side writes the use log and gives the report at the end."),
    (S.REPORTED, Side.ASKER): _l("Read the report and say how well the asset served you. That closes the request."),
    (S.REPORTED, Side.HANDLER): _l("The organisation that asked reviews the use."),
}
"""What happens next, for each side."""
TURNS: dict[Side, LazyString] = {
    Side.ASKER: _l("It is the turn of the organisation that asks."),
    Side.HANDLER: _l("The operator or the agency takes the next step."),
}
"""Whose turn it is, for staff who read along."""

WORDING: dict[str, LazyString] = {
    "asset_request.bad_move": _l("This step is not possible any more. Check where the request stands now."),
    "asset_request.not_approved": _l("Requests can be sent once your organisation is approved."),
    "asset_request.unknown_kind": _l("Choose what kind of request it is."),
    "asset_request.words_needed": _l("Write a few words. The other side reads them."),
    "asset_request.words_too_long": _l("These words can have at most %(most)s characters."),
    "asset_request.reason_needed": _l("Choose a reason for the refusal."),
    "asset_request.opens_later": _l("This asset cannot be used on these dates: it is announced from %(opens)s."),
    "asset_request.no_opening_date": _l(
        "This asset is not open yet and nobody has published from when. Ask for advice."
    ),
    "asset_request.not_open": _l("The asset is not open yet. Dates can be accepted once its status is open."),
    "asset_request.too_soon": _l("The asset needs %(days)s days of notice. The earliest day is %(earliest)s."),
    "asset_request.ends_before_start": _l("The end of the dates is not after their beginning."),
    "asset_request.too_long": _l("A request can cover at most %(most)s days."),
    "asset_request.outside_hours": _l("On %(day)s only these hours can be booked: %(hours)s (Korean time)."),
    "asset_request.no_hours": _l("None of these days has bookable hours. Look at the calendar of the asset."),
    "asset_request.dates_needed": _l("Dates must be requested first."),
    "asset_request.hours_taken": _l(
        "%(day)s at %(hour)s is taken. Nothing was changed. Look at the calendar for free hours."
    ),
    "asset_request.use_ahead": _l("The use log is for days that have come."),
    "asset_request.use_not_booked": _l("Nothing is booked for this request on that day."),
    "asset_request.use_too_long": _l("Only %(left)s booked hours of that day are left for the log."),
    "asset_request.report_needed": _l("Write the report or choose a file."),
    "asset_request.rating_needed": _l("Choose a rating from 1 to 5."),
}
