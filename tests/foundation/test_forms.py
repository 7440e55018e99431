"""Fields that several rooms use."""

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

from matchmaker.foundation.forms import FieldList


class Rows(wtforms.Form):
    """A form with rows."""

    rows = FieldList(wtforms.StringField())


@pytest.mark.parametrize("number", ["²", "٣", "-1", "1" * 5000, "x", ""])
def test_names_of_rows_with_odd_numbers_are_passed_over(number: str) -> None:
    sent = MultiDict({"rows-0": "first", "rows-2": "third", f"rows-{number}": "odd"})

    assert Rows(sent).rows.data == ["first", "third"]
