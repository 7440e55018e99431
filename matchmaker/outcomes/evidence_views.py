"""Evidence: giving it, opening it, taking it back."""

import io

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.database import transaction
from matchmaker.foundation.saving import RefusalsIn
from matchmaker.foundation.virus_scan import Scan
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import evidence, sight
from matchmaker.outcomes.blueprint import on_both
from matchmaker.outcomes.form_parts import EvidenceForm
from matchmaker.outcomes.ledger.views import obligation_page
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.views import outcome_page


@on_both("/outcomes/<int:outcome_id>/evidence", "POST")
def add_evidence(reader: Reader, outcome_id: int) -> ResponseReturnValue:
    """Give evidence of an outcome."""
    form = EvidenceForm(prefix="evidence")
    if _given(form, reader, outcome_id, evidence_of_outcome=True):
        return redirect(url_for(".show", outcome_id=outcome_id))
    return outcome_page(reader, sight.outcome_of(reader, outcome_id), evidence=form)


@on_both("/obligations/<int:obligation_id>/evidence", "POST")
def add_obligation_evidence(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Give evidence that an obligation was met."""
    form = EvidenceForm(prefix="evidence")
    if _given(form, reader, obligation_id, evidence_of_outcome=False):
        return redirect(url_for(".obligation", obligation_id=obligation_id))
    return obligation_page(reader, sight.obligation_of(reader, obligation_id), evidence=form)


def _given(form: EvidenceForm, reader: Reader, subject_id: int, *, evidence_of_outcome: bool) -> bool:
    """Whether it was taken; if not, why not is told in the form."""
    find = sight.outcome_of if evidence_of_outcome else sight.obligation_of
    subject = find(reader, subject_id)
    if not (form.validate_on_submit() and form.is_given()):
        return False
    with RefusalsIn(form):
        shown = evidence.take(form.given())
        with transaction():
            evidence.add(subject, shown, by=reader)
        flash(_("The evidence is kept."), "success")
        return True
    return False


@on_both("/outcomes/evidence/<int:evidence_id>")
def open_evidence(reader: Reader, evidence_id: int) -> ResponseReturnValue:
    """The file, to be saved: browsers show none of it within the site."""
    found = evidence.get(reader, evidence_id)
    evidence.check_lights(found, reader)
    if found.scan is Scan.WAITING:
        with transaction():
            evidence.look_again(found)
    content = evidence.content_of(found)
    answer = send_file(
        io.BytesIO(content), mimetype=found.media_type, as_attachment=True, download_name=found.file_name
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@on_both("/outcomes/evidence/<int:evidence_id>/remove", "POST")
def remove_evidence(reader: Reader, evidence_id: int) -> ResponseReturnValue:
    """Take evidence back."""
    found = evidence.get(reader, evidence_id)
    subject = evidence.subject_of(found, reader)
    with transaction():
        evidence.remove(found, by=reader)
    flash(_("The evidence is removed."), "success")
    if isinstance(subject, Outcome):
        return redirect(url_for(".show", outcome_id=subject.id))
    return redirect(url_for(".obligation", obligation_id=subject.id))
