"""The form of a message: shape only."""

import re
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms.fields import BooleanField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length

from matchmaker.foundation.forms import Form, clean_text
from matchmaker.organisations.rules import Tier
from matchmaker.threads.rules import BODY_MAX

_TOKEN = re.compile(r"[0-9a-f]{32}")


class MessageForm(Form):
    """What somebody is about to say in a lane."""

    body = TextAreaField(_l("Your message"), [Length(max=BODY_MAX)], filters=[clean_text])
    files = MultipleFileField(_l("Files"))
    may_share = BooleanField(_l("I may share these files and know who will see them."))
    tier = RadioField(
        _l("Who may open the files"), default=str(Tier.NAMED.value), validate_choice=True,
        choices=[
            SelectChoice(str(Tier.NAMED.value), _l("Both sides now")),
            SelectChoice(str(Tier.DOCUMENTS.value), _l("The other side only after the NDA")),
        ],
    )  # fmt: skip
    token = HiddenField()

    def make_ready(self) -> None:
        """Give the form its token, unless it came back with one."""
        if not _TOKEN.fullmatch(self.token.data or ""):
            self.token.data = uuid4().hex

    def uploads(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files that were chosen; an empty field of a browser is none."""
        chosen = [one for one in self.files.data or [] if isinstance(one, FileStorage) and one.filename]
        return [(one.filename or "", one.stream.read()) for one in chosen]
