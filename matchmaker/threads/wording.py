"""What people read for each refusal of this room."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "thread.empty": _l("Write something, or attach a file."),
    "thread.too_long": _l("A message can have at most %(most)s characters."),
    "thread.closed": _l("This introduction has ended. The conversation can still be read, but nothing can be added."),
    "thread.own_not_approved": _l("Your organisation is not approved at present, so it cannot send messages."),
    "thread.too_many_messages": _l(
        "You have sent %(most)s messages within %(minutes)s minutes. Wait a little, then send the next one."
    ),
    "thread.too_many_files": _l("A message can carry at most %(most)s files."),
    "thread.sharing_not_confirmed": _l(
        "Before your first file here, confirm that you may share it. Then choose the files again."
    ),
    "thread.too_late_to_delete": _l("A message can be deleted within %(minutes)s minutes only."),
    "thread.opens_after_nda": _l("This file opens once the agency has recorded a non-disclosure agreement."),
}
