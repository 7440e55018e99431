"""What people read for each refusal of this room."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "desk.task_moved": _l("This task is not in that state any more. Look at it again."),
    "desk.task_title_needed": _l("Say what is to be done."),
    "desk.task_too_long": _l("This can have at most %(most)s characters."),
    "desk.view_name_needed": _l("Give the view a name."),
    "desk.view_name_taken": _l("You have a view of this name already. Choose another name."),
    "desk.nothing_chosen": _l("Choose at least one introduction."),
    "desk.too_many": _l("At most %(most)s introductions at a time. Narrow the list first."),
    "desk.act_unknown": _l("Choose what is to be done."),
    "desk.no_target": _l("This card cannot be moved there. What can be done now is in its menu."),
    "desk.handover_same": _l("Choose two different people."),
    "desk.handover_nothing": _l("Choose at least one thing to hand over."),
    "desk.handover_changed": _l(
        "Something was added or changed since you looked. Check the new list and hand over again."
    ),
}
