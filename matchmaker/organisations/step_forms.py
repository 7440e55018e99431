"""What the forms of the five parts of a profile share: each is made from a part and gives one back."""

from typing import Any, Self

from wtforms import HiddenField

from matchmaker.foundation.forms import Form
from matchmaker.organisations import parts
from matchmaker.organisations.parts import Part


class StepForm(Form):
    """A form of one part. `seen` is the fingerprint of what the writer had before them."""

    seen = HiddenField()

    @classmethod
    def of(cls, part: Part) -> Self:
        """The form filled with `part`, or with what was sent."""
        form = cls(**cls.values_of(part))
        if not form.is_submitted():
            form.seen.data = parts.fingerprint(part)
        return form

    @classmethod
    def values_of(cls, part: Part) -> dict[str, Any]:
        """Values of the fields for `part`."""
        raise NotImplementedError

    def part(self) -> Part:
        """What the valid form says."""
        raise NotImplementedError


class Row(Form):
    """A row within a form; the token stands in the form around it."""

    class Meta(Form.Meta):
        """No token of its own."""

        csrf = False
