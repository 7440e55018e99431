"""Fields that several rooms use."""

from decimal import Decimal

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

from matchmaker.foundation.forms import FieldList, FiniteField


class Rows(wtforms.Form):
    """A form with rows."""

    rows = FieldList(wtforms.StringField())


@pytest.mark.parametrize("number", ["²", "٣", "-1", "1" * 5000, "x", ""])
def test_names_of_rows_with_odd_numbers_are_passed_over(number: str) -> None:
    sent = MultiDict({"rows-0": "first", "rows-2": "third", f"rows-{number}": "odd"})

    assert Rows(sent).rows.data == ["first", "third"]


class Sum(wtforms.Form):
    """A form with an amount and a limit."""

    amount = FiniteField(validators=[wtforms.validators.Optional(), wtforms.validators.NumberRange(0, 10**15)])


@pytest.mark.parametrize("said", ["NaN", "sNaN", "-sNaN123", "Infinity", "-Infinity", "1e999999", "1e-999999", "x"])
def test_a_number_that_cannot_be_reckoned_with_is_refused_in_words(said: str) -> None:
    form = Sum(MultiDict({"amount": said}))

    assert not form.validate()
    assert (form.amount.data, form.amount.errors[0]) == (None, "Enter a number, such as 1200 or 3.5.")


@pytest.mark.parametrize(("said", "value"), [("12.50", Decimal("12.50")), ("1e3", Decimal(1000)), ("0", Decimal(0))])
def test_a_plain_number_is_read(said: str, value: Decimal) -> None:
    form = Sum(MultiDict({"amount": said}))

    assert form.validate()
    assert form.amount.data == value
