"""What the rules refuse is said in the form."""

import pytest
import sqlalchemy as sa

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.forms import Form
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.saving import RefusalsIn, saved


@pytest.fixture
def form(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield Form()


def deed(refusal: RuleViolation | None) -> None:
    audit.record("something.done", OutboxMail(id=1), actor_id=None)
    if refusal is not None:
        raise refusal


def done() -> int:
    return len(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "something.done")).all())


def test_what_is_done_is_kept_and_the_form_says_nothing(form):
    assert saved(form, lambda: deed(None))
    assert (done(), form.errors) == (1, {})


def test_a_refusal_is_said_in_the_form_and_nothing_is_kept(form):
    assert not saved(form, lambda: deed(RuleViolation("file.empty", name="a.pdf")))
    assert (done(), form.errors) == (0, {"": ["The file a.pdf is empty."]})


@pytest.mark.parametrize(
    "refusal", [RuleViolation("changed_meanwhile"), NotFound("not_found"), ValueError("a mistake")]
)
def test_what_nothing_typed_anew_would_mend_goes_further(form, refusal):
    with pytest.raises(type(refusal)):
        saved(form, lambda: deed(refusal))
    assert (done(), form.errors) == (0, {})


def test_a_page_says_what_else_goes_further(form):
    with pytest.raises(RuleViolation), RefusalsIn(form, passes={"file.empty"}), transaction():
        deed(RuleViolation("file.empty", name="a.pdf"))
    assert form.errors == {}
