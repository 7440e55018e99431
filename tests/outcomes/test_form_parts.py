"""Parts of the forms of outcomes."""

from decimal import Decimal

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

from matchmaker.outcomes.form_parts import money_field


class Sum(wtforms.Form):
    """A form with an amount of money."""

    amount = money_field("Amount", Decimal("9999.99"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("12.345", ["Enter an amount with two decimals at most."]),
        ("10000", ["Number must be between 0 and 9999.99."]),
        ("1e29", ["Number must be between 0 and 9999.99."]),  # more places than can be rounded
        ("-1", ["Number must be between 0 and 9999.99."]),
        ("NaN", ["Enter a number, such as 1200 or 3.5."]),
    ],
)
def test_what_is_no_amount_is_told_once(said, told):
    form = Sum(MultiDict({"amount": said}))

    assert not form.validate()
    assert list(form.amount.errors) == told


@pytest.mark.parametrize(("said", "amount"), [("12.30", Decimal("12.30")), ("1.2e3", Decimal(1200)), ("", None)])
def test_an_amount_is_read_and_may_be_left_out(said, amount):
    form = Sum(MultiDict({"amount": said}))

    assert form.validate()
    assert form.amount.data == amount
