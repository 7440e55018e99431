"""Public pages: a certificate by its code, as a page and as a PDF in both languages."""

import structlog
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.demonstrations import certificates
from matchmaker.demonstrations.pdf import certificate_pdf
from matchmaker.demonstrations.presenting import number
from matchmaker.demonstrations.wording import SIGNS
from matchmaker.foundation.access import public
from matchmaker.foundation.codes import country_name
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.meetings.packs.pdf import FontsMissing

log = structlog.get_logger()
bp = Blueprint("certificates", __name__, url_prefix="/certificates")


@bp.get("")
@public
def check() -> ResponseReturnValue:
    """Enter the code of a certificate."""
    code, error = request.args.get("code", "").strip()[:40], ""
    if code:
        try:
            return redirect(url_for(".show", code=certificates.certificate_by(code).code))
        except NotFound:
            error = _("There is no certificate with this code. Check each letter.")
    return render_template("demonstrations/check.html", code=code, error=error)


@bp.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """What is certified."""
    facts = certificates.facts_of(certificates.certificate_by(code))
    return render_template("demonstrations/certificate.html", facts=facts, number=number, signs=SIGNS,
                           country=country_name, language=locale())  # fmt: skip


@bp.get("/<code>.pdf")
@public
def pdf(code: str) -> ResponseReturnValue:
    """The same to keep."""
    found = certificates.certificate_by(code)
    try:
        data = certificate_pdf(certificates.facts_of(found))
    except FontsMissing:
        log.exception("demonstrations.certificate_without_pdf")
        flash(_("The PDF cannot be made at present. Everything in it is on this page."), "error")
        return redirect(url_for(".show", code=found.code))
    response: Response = make_response(data)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{found.code}.pdf"'
    return response
