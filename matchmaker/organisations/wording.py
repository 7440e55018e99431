"""Words of this room: refusals, and names of states, fields, checks."""

from flask_babel import lazy_gettext as _l

from matchmaker.organisations.duplicates import Reason
from matchmaker.organisations.evidence import Check
from matchmaker.organisations.rules import Tier, VettingState

WORDING = {
    "organisation.none_yet": _l("You do not speak for an organisation yet. Create its profile or ask to join it."),
    "organisation.bad_move": _l(
        "Somebody has decided on this profile meanwhile, or its state does not allow this. Check the present state."
    ),
    "organisation.reason_needed": _l("Give a reason: the organisation reads it."),
    "organisation.incomplete": _l("The profile cannot be submitted yet: required parts are missing."),
    "organisation.busy": _l("The matching is working with this organisation at this moment. Try again in a minute."),
    "organisation.number_taken": _l(
        "Another organisation is registered with this registration number. If it is yours, contact the brokers."
    ),
    "organisation.part_changed_meanwhile": _l(
        "Somebody else saved this page while you were writing. What you typed is kept below and not saved yet. "
        "Compare it with the stored profile, then save again to replace what they wrote."
    ),
    "organisation.already_member": _l("You speak for an organisation already, or you have asked to join one."),
    "organisation.join_answered": _l("This request was answered meanwhile."),
    "organisation.block_itself": _l("This is your own organisation."),
    "organisation.block_domain_unclear": _l("Enter the web domain of one organisation, such as company.com."),
    "organisation.block_name_unclear": _l("Enter a name with at least two letters."),
    "organisation.too_many_blocks": _l("The list can hold %(most)s entries."),
}  # fmt: skip

STATE_KIND = {
    VettingState.DRAFT: "gray",
    VettingState.SUBMITTED: "information",
    VettingState.NEEDS_INFO: "warning",
    VettingState.APPROVED: "success",
    VettingState.REFUSED: "danger",
    VettingState.SUSPENDED: "danger",
}
"""Colour of each state's badge."""

SOURCE_LABEL = {
    "self": _l("A member"),
    "import": _l("An imported list"),
    "staff": _l("A broker"),
    "demo": _l("The demonstration data"),
}

WANT_LABEL = {
    "org_type": _l("Type of organisation"),
    "size_band": _l("Size"),
    "name_en": _l("Name in English"),
    "city": _l("City"),
    "website": _l("Website"),
    "year_established": _l("Year of foundation"),
    "registration_number": _l("Business registration number"),
    "language": _l("Languages you can work in"),
    "time_zone": _l("Time zone"),
    "area": _l("Areas"),
    "stage": _l("Stages you work in"),
    "summary": _l("Summary in at least one language"),
    "description": _l("Description in the language of the summary"),
    "english_text": _l("Name and summary in English"),
    "employees": _l("Employees"),
    "contact": _l("First person to contact, with e-mail address"),
    "quality": _l("Quality systems and approvals"),
    "international_experience": _l("Work with partners abroad"),
}

FIELD_LABEL = {
    "name_ko": _l("Name in Korean"),
    "name_en": _l("Name in English"),
    "country": _l("Country"),
    "website": _l("Website"),
    "registration_number": _l("Business registration number"),
}
"""Fields that say who it is, as they are named to brokers after a change."""

REASON_LABEL = {
    Reason.REGISTRATION_NUMBER: _l("Same registration number"),
    Reason.DOMAIN: _l("Same web domain"),
    Reason.SAME_NAME: _l("Same name"),
    Reason.SIMILAR_NAME: _l("Similar name"),
}

CHECK_LABEL = {
    Check.MAIL_DOMAIN: _l("An e-mail address belongs to the website’s domain"),
    Check.REGISTRATION_NUMBER: _l("Registration number given"),
    Check.ENGLISH_TEXT: _l("Name and summary in English"),
    Check.NO_DUPLICATE: _l("No similar organisation is here"),
}

TIER_LABEL = {
    Tier.TEASER: _l("Before you agree to meet"),
    Tier.NAMED: _l("Once your name is shown"),
    Tier.CONTACTS: _l("After both sides said yes"),
    Tier.DOCUMENTS: _l("After a confidentiality agreement"),
}
"""Who sees a profile at each tier, as its owner reads it."""
