"""What people read: refusals, names of fields, what to do next."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.opportunities.contents import Step
from matchmaker.opportunities.quality import FlagCode, Severity
from matchmaker.opportunities.rules import OpportunityState

WORDING: dict[str, LazyString] = {
    "opportunity.bad_move": _l(
        "This is not possible any more: its state has changed meanwhile. Check it and try again."
    ),
    "opportunity.not_editable": _l("It cannot be edited in its present state. Take it back to a draft first."),
    "opportunity.not_deletable": _l("Only a draft that was never published can be deleted. Withdraw it instead."),
    "opportunity.extended_already": _l("This publication has been extended once. Submit it again after it expires."),
    "opportunity.extension_too_early": _l("A publication can be extended from %(days)s days before it expires."),
    "opportunity.call_over": _l("The call's deadline leaves no time for publication. Check the deadline."),
    "opportunity.unknown_type": _l("Choose one of the types in the list."),
    "opportunity.type_fixed": _l(
        "The type cannot be changed after the first publication. Copy it and change the copy."
    ),
    "opportunity.requirement_without_value": _l(
        "A requirement has no value. Choose or enter one, or remove the requirement."
    ),
    "opportunity.requirement_operator": _l("A requirement compares in a way that does not fit its subject."),
    "opportunity.requirement_figure": _l("A requirement needs a figure between %(low)s and %(high)s."),
    "opportunity.requirement_unit": _l("A technical specification needs a unit, such as L or %%."),
    "opportunity.requirement_too_long": _l("A requirement has too many values, or its unit or note is too long."),
    "opportunity.unknown_code": _l("A choice is not in its list. Reload the page and choose again."),
    "opportunity.text_too_long": _l("A text is longer than %(limit)s characters."),
    "opportunity.too_many_codes": _l("Choose %(limit)s at most."),
    "opportunity.too_many_rows": _l("There can be %(limit)s rows at most."),
    "opportunity.sensitivity_alone": _l("“None” and “Unknown” cannot be combined with other sensitivities."),
    "opportunity.partnership_not_allowed": _l("This type does not allow the kind of partnership chosen."),
    "opportunity.initiative_of_large": _l(
        "Shared growth and open innovation are marks of large, mid-sized and anchor companies."
    ),
    "opportunity.own_country": _l(
        "An outbound opportunity seeks partners abroad: take your own country out of the countries sought."
    ),
    "opportunity.trl_without_scheme": _l("Say by which scheme the TRL is counted."),
    "opportunity.timing_order": _l("The end of the period lies before its start."),
    "opportunity.https_only": _l("Web addresses must start with https://."),
    "opportunity.would_be_incomplete": _l(
        "It is published: a change may not leave something required empty. Fill it in, or withdraw "
        "the publication first."
    ),
    "opportunity.stages_needed": _l(
        "Before it is published, say at which stage of the flow it stands now and which stage it needs next."
    ),
    "opportunity.incomplete": _l("Something required is still missing. The list below says what."),
    "opportunity.organisation_not_approved": _l(
        "The organisation is not approved yet. Decide on the organisation first, then publish."
    ),
    "opportunity.not_published": _l("It is not published at present."),
    "opportunity.no_reference": _l("No reference number could be given just now. Try again."),
    "opportunity.not_waiting": _l("It does not wait for a decision any more."),
    "opportunity.reason_needed": _l("Give a reason. The member will read it."),
    "opportunity.blockers": _l(
        "The checklist has blockers. Ask for more information, or confirm that you checked them."
    ),
    "opportunity.members_only": _l("Others' opportunities are open to you once your organisation is approved."),
    "attachment.empty": _l("Choose a file that is not empty."),
    "attachment.too_large": _l("The file is larger than %(mib)s MiB."),
    "attachment.kind_refused": _l(
        "This kind of file is not taken, whatever its name ends in. Use PDF, PNG, JPEG, WebP, or Word, Excel and "
        "PowerPoint documents without macros."
    ),
    "attachment.too_many": _l("There can be %(limit)s documents at most."),
}

STEPS: dict[Step, LazyString] = {
    Step.WHAT: _l("What it is"),
    Step.CLASSIFICATION: _l("Classification"),
    Step.DETAILS: _l("Details"),
    Step.PARTNER: _l("Partner sought"),
    Step.VISIBILITY: _l("Visibility"),
}

FIELDS: dict[str, LazyString] = {
    "gateway": _l("Direction"),
    "title": _l("Title"),
    "summary": _l("Summary"),
    "offer": _l("What we offer"),
    "need": _l("What we need"),
    "offer_or_need": _l("What we offer or need"),
    "english": _l("English texts"),
    "description": _l("Full description"),
    "advantages": _l("Advantages and innovation"),
    "specification": _l("Technical specification or expertise sought"),
    "partner_role": _l("Expected role of the partner"),
    "ipr_notes": _l("Notes on intellectual property"),
    "area": _l("Areas"),
    "modality": _l("Modalities"),
    "unit_operation": _l("Unit operations"),
    "therapeutic_area": _l("Therapeutic areas"),
    "target_class": _l("Target class"),
    "data_licence": _l("Licence of the data"),
    "validation_partner": _l("Validation partner wanted"),
    "technology_keyword": _l("Technology keywords"),
    "market_keyword": _l("Market keywords"),
    "sdg": _l("Sustainable Development Goals"),
    "stage_now": _l("Stage now"),
    "stage_next": _l("Stage needed next"),
    "stage_of_development": _l("Stage of development"),
    "trl": _l("Technology readiness level (TRL)"),
    "trl_scheme": _l("TRL scheme"),
    "development_phase": _l("Development phase"),
    "ipr_status": _l("Status of intellectual property"),
    "ip_terms": _l("Terms of exploitation"),
    "alternatives": _l("Comparison with the best alternative"),
    "quantity": _l("Quantity"),
    "budget_band": _l("Budget"),
    "timing_from": _l("Period from"),
    "timing_to": _l("Period to"),
    "call_framework": _l("Framework programme"),
    "call_identifier": _l("Title and identifier of the call"),
    "call_url": _l("Web address of the call"),
    "call_coordinator_required": _l("Coordinator sought"),
    "call_interest_deadline": _l("Deadline for expressions of interest"),
    "call_deadline": _l("Deadline of the call"),
    "call_weeks": _l("Duration of the project in weeks"),
    "partnership_type": _l("Kinds of partnership"),
    "requirements": _l("Requirements of the partner"),
    "sought": _l("Partner sought: type, size, place"),
    "sought_org_type": _l("Types of organisation sought"),
    "sought_size_band": _l("Sizes sought"),
    "sought_country": _l("Countries sought"),
    "sought_cluster": _l("Clusters sought"),
    "initiative": _l("Shared growth and open innovation"),
    "sensitivity": _l("Sensitivity"),
    "anonymity_tier": _l("Your name"),
    "open_for_interest": _l("Open for expressions of interest"),
    "video_url": _l("Address of a video"),
}

SEVERITIES: dict[Severity, LazyString] = {
    Severity.BLOCKER: _l("Blocker"),
    Severity.MAJOR: _l("Major"),
    Severity.MINOR: _l("Minor"),
}

FLAGS: dict[FlagCode, LazyString] = {
    FlagCode.NAMED: _l("An anonymous text tells whose it is (name, address or number)."),
    FlagCode.CONTRADICTION: _l("A requirement contradicts the partner that is sought elsewhere on the form."),
    FlagCode.NO_ENGLISH: _l("Title and summary are not there in English: partners abroad will hardly find it."),
    FlagCode.NO_NUMBER: _l("The advantages name no figure."),
    FlagCode.MIXED_UP: _l("Offer and need may be mixed up: the text says the opposite of its heading."),
    FlagCode.SENSITIVITY_UNKNOWN: _l("Nobody has said yet whether the technology is sensitive."),
    FlagCode.SENSITIVITY_RESTRICTED: _l(
        "This may need a permit before it leaves Korea. Check the export procedure first."
    ),
    FlagCode.SHORT: _l("The text is very short."),
}

NEXT: dict[OpportunityState, LazyString] = {
    OpportunityState.DRAFT: _l("Submit it for review."),
    OpportunityState.SUBMITTED: _l("A broker is reviewing it. You will be told by e-mail."),
    OpportunityState.NEEDS_INFO: _l("Complete what the broker asked for and submit it again."),
    OpportunityState.PUBLISHED: _l("It is being matched. See your suggestions."),
    OpportunityState.EXPIRED: _l("Update it and submit it again, or leave it closed."),
    OpportunityState.WITHDRAWN: _l("Take it back to a draft if you want to offer it again."),
    OpportunityState.REFUSED: _l("Read the reason, take it back to a draft and mend it, or delete it."),
}

DONE: dict[OpportunityState, LazyString] = {
    OpportunityState.PUBLISHED: _l("The opportunity is published."),
    OpportunityState.NEEDS_INFO: _l("The member was asked for more information."),
    OpportunityState.REFUSED: _l("The opportunity was refused."),
}
