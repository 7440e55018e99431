"""What people read for each refusal of this room."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "meeting.bad_move": _l("This is not possible any more: the meeting has moved on. Check its present state."),
    "meeting.not_introduced": _l("Meetings can be proposed once both sides have agreed to the introduction."),
    "meeting.already_proposed": _l("Times for a meeting of the two are on the table already. Answer to those first."),
    "meeting.times_needed": _l("Choose at least one time."),
    "meeting.too_many_times": _l("Choose at most %(most)s times."),
    "meeting.unknown_time": _l("This time is not on the table any more."),
    "meeting.in_the_past": _l("This time has passed. Choose another one."),
    "meeting.not_on_the_quarter": _l("Meetings begin on a quarter of an hour: 10:00, 10:15, 10:30 or 10:45."),
    "meeting.unknown_duration": _l("A meeting takes 15, 30, 45 or 60 minutes."),
    "meeting.quiet_hours": _l("For somebody who takes part this is between 22:00 and 07:00. Choose another time."),
    "meeting.slot_taken": _l(
        "Somebody who takes part has another meeting at that time. Nothing was changed. Choose another time."
    ),
    "meeting.owner_needed": _l("Say who sees to the meeting. No time can be confirmed before."),
    "meeting.side_answers_itself": _l(
        "Somebody speaks for this organisation here. They pick the time themselves, unless they proposed it."
    ),
    "meeting.reason_needed": _l("Give a reason. Everybody who takes part reads it."),
    "meeting.reason_too_long": _l("This can have at most %(most)s characters."),
    "meeting.has_begun": _l("The meeting has begun. Record its result instead of moving it or calling it off."),
    "meeting.is_over": _l("The meeting is over. Only its result can be recorded now."),
    "meeting.same_time": _l(
        "This is the time that is agreed already. Choose another one, or leave the meeting as it is."
    ),
    "meeting.too_many_people": _l("At most %(most)s people take part in a meeting."),
    "meeting.not_over": _l("This can be recorded once the meeting is over."),
    "meeting.unknown_role": _l("Choose interpreter or observer."),
    "meeting.takes_part_already": _l("Somebody with this address takes part already."),
    "meeting.last_of_side": _l("Somebody must come for each side. Add a colleague first."),
    "meeting.windows_overlap": _l("The hours of a day overlap."),
    "meeting.exception_exists": _l("There is an entry for that day and hour already."),
}
