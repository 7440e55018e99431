"""What people read for each refusal of this room."""

from flask_babel import lazy_gettext as _l

WORDING = {
    "cluster.bad_code": _l("A code has capital letters, digits and underscores only and begins with a letter."),
    "cluster.code_taken": _l("There is a cluster with the code %(taken)s already."),
}
