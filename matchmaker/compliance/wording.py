"""What people read: refusals of this room, lights, colours, answers."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.compliance.rules import Answer, Colour, Light

WORDING = {
    "compliance.red": _l(
        "A compliance light of this introduction is red: files and contacts wait until the agency has decided."
        " See “Compliance” on its page."
    ),
    "compliance.core_technology_unknown": _l(
        "Files cannot leave Korea yet: it is not known whether they contain national core technology. Answer the"
        " question under “Compliance”, or ask the office that is named there."
    ),
    "compliance.unknown_question": _l("This question is not put to this organisation."),
    "compliance.permit_needed": _l("Name the permit, approval or consent: its number, or its date and office."),
    "compliance.permit_too_long": _l("The name of a permit can have at most %(most)s characters."),
    "compliance.answers_itself": _l("This organisation has people here who answer for it."),
    "compliance.nothing_to_decide": _l("Under this light nothing is held back, so there is nothing to decide."),
    "compliance.decided_already": _l("There is a decision about this light already."),
    "compliance.not_standing": _l("This decision does not stand any more."),
    "compliance.reason_needed": _l("Say why, for the record."),
    "compliance.reason_too_long": _l("The reason can have at most %(most)s characters."),
}

LIGHTS: Mapping[Light, LazyString] = {
    Light.TECHNOLOGY: _l("Technology"),
    Light.BIOMATERIALS: _l("Biomaterials"),
    Light.PERSONAL_DATA: _l("Personal data"),
    Light.CLINICAL: _l("Clinical work"),
    Light.PEOPLE: _l("People and visas"),
}
COLOURS: Mapping[Colour, LazyString] = {
    Colour.GREEN: _l("Green"),
    Colour.AMBER: _l("Amber"),
    Colour.RED: _l("Red"),
}
BADGES: Mapping[Colour, str] = {Colour.GREEN: "success", Colour.AMBER: "warning", Colour.RED: "danger"}
ANSWERS: Mapping[Answer, LazyString] = {
    Answer.NO: _l("No"),
    Answer.YES: _l("Yes"),
    Answer.PERMITTED: _l("Yes, and the permit or consent is in hand"),
    Answer.UNKNOWN: _l("Not known yet"),
}
