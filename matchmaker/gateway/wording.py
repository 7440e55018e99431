"""Words of this room: refusals, and names of steps, temperatures, agreements and measures."""

from flask_babel import lazy_gettext as _l

from matchmaker.gateway.rules import AgreementKind, Measure, Step, Temperature

WORDING = {
    "teaser.names_somebody": _l(
        "This sentence could tell who it is (“%(found)s”). Leave out names, web addresses, file names and numbers."
    ),
    "teaser.empty": _l("Write the sentence in Korean or in English."),
    "teaser.too_long": _l("At most %(most)s characters."),
    "goal.year_out_of_range": _l("Choose a year from %(first)s to %(last)s."),
    "goal.counted": _l("The service counts this goal by itself: only its target can be entered."),
    "goal.nothing_given": _l("Enter a target or a number reached."),
    "relation.is_there": _l("There is a record of this partner already."),
    "relation.bad_day": _l("Write the day of the agreement as YYYY, YYYY-MM or YYYY-MM-DD, and only for an agreement."),
}  # fmt: skip

STEP_NAMES = {
    Step.SUGGESTED: _l("Pair suggested"),
    Step.INTEREST: _l("Interest expressed"),
    Step.INTRODUCED: _l("Introduced, both said yes"),
    Step.MET: _l("Meeting held"),
    Step.CLAIMED: _l("Outcome claimed"),
    Step.AUDITED: _l("Outcome audited"),
}
TEMPERATURES = {
    Temperature.COLD: _l("Cold: no talk for a while"),
    Temperature.WARM: _l("Warm: in regular contact"),
    Temperature.HOT: _l("Hot: working together now"),
}
AGREEMENTS = {
    AgreementKind.NONE: _l("No agreement"),
    AgreementKind.MOU: _l("Memorandum of understanding"),
    AgreementKind.LOI: _l("Letter of intent"),
    AgreementKind.CONTRACT: _l("Signed contract"),
    AgreementKind.PROGRAMME: _l("Joint programme"),
}
MEASURES = {
    Measure.MANUAL: _l("Entered by staff"),
    Measure.INTRODUCED_OUT: _l("Counted: pairs introduced, outbound"),
    Measure.INTRODUCED_IN: _l("Counted: pairs introduced, inbound"),
    Measure.MET: _l("Counted: pairs that met"),
    Measure.AUDITED_OUT: _l("Counted: pairs with an audited outcome, outbound"),
    Measure.AUDITED_IN: _l("Counted: pairs with an audited outcome, inbound"),
}
