"""The blueprint that all pages about one's own account share."""

from flask import Blueprint, request

from matchmaker.accounts.rules import EMAIL_MAX, usual_address
from matchmaker.foundation.forms import clean_line

bp = Blueprint("accounts", __name__)


def typed_address() -> str:
    """The address in the form that was sent, as it will be written to: what rate limits of mails count by."""
    typed = clean_line(request.form.get("email", "")[: 4 * EMAIL_MAX])
    return "address:" + (usual_address(typed) or typed.lower()[:EMAIL_MAX])
