"""What people read for each refusal of this room."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "introduction.bad_move": _l(
        "This is not possible any more: the introduction has moved on. Check its present state."
    ),
    "introduction.own_not_approved": _l(
        "Your organisation is not approved yet, or not at present. Complete its profile and submit it, or ask the"
        " agency; then you can express interest and go on with what is under way."
    ),
    "introduction.not_approved": _l("One of the two organisations is not approved at present."),
    "introduction.not_open_for_interest": _l("This organisation takes no expressions of interest at present."),
    "introduction.same_side": _l(
        "The gateway brings Korean and overseas organisations together. These two are on the same side."
    ),
    "introduction.blocked": _l("One of the two organisations has the other on its block list."),
    "introduction.blocked_by_own_list": _l(
        "This organisation is on your own block list. Take it off the list first, under visibility in your profile."
    ),
    "introduction.already_open": _l(
        "An introduction between your two organisations is under way or has been made already."
    ),
    "introduction.draft_exists": _l("There is a draft for this organisation already. Continue with that one."),
    "introduction.no_longer_possible": _l("An introduction to this organisation is not possible any more."),
    "introduction.consent_needed": _l(
        "Before something is sent abroad, you must agree that data are given to a recipient outside Korea."
    ),
    "introduction.message_needed": _l("Say in a few words why you turn to them."),
    "introduction.message_too_long": _l("The message can have at most %(most)s characters."),
    "introduction.contact_in_message": _l(
        "Leave out e-mail addresses and telephone numbers. Contacts are exchanged once both sides have agreed."
    ),
    "introduction.choose_opportunity": _l("Choose one published offer or need on each side that has any."),
    "introduction.unknown_opportunity": _l(
        "The offer or need that you chose is not open any more. Choose another one."
    ),
    "introduction.not_a_broker": _l("This person cannot take charge of introductions."),
    "introduction.reason_needed": _l("Give a reason."),
    "introduction.reason_too_long": _l("This can have at most %(most)s characters."),
    "introduction.unknown_reason": _l("Choose a reason from the list."),
    "introduction.note_needed": _l("Say when, how and by whom it was said."),
    "introduction.answers_itself": _l("Somebody speaks for this organisation here. Only they can do this."),
    "introduction.nobody_to_ask": _l(
        "Nobody speaks for this organisation here yet. Record when and how it agreed, or invite somebody to join."
    ),
    "introduction.question_needed": _l("Write your question."),
    "introduction.answer_needed": _l("Write your answer."),
    "introduction.question_open": _l("A question is open already. Wait for its answer before you ask again."),
    "introduction.no_question": _l("No question is open any more."),
    "introduction.nobody_to_answer": _l(
        "Nobody speaks for the requester here. Ask by phone or letter and keep a note of the answer."
    ),
    "introduction.names_counterpart": _l(
        "These words say who the counterpart is. The requester may not know that yet: leave the name out."
    ),
    "introduction.approved_already": _l("Your office has approved this already. The other office has yet to approve."),
    "introduction.not_approved_yet": _l("Your office has not approved this."),
    "introduction.approval_missing": _l("Another office has yet to approve. Nothing is disclosed before."),
    "holiday.entered_already": _l("This day is entered for this country already."),
    "holiday.unnamed": _l("Give the holiday a name in at least one language."),
    "introduction.address_needed": _l("Enter an e-mail address."),
}
