"""What people agree to: given, renewed, withdrawn, never overwritten."""

from matchmaker.accounts.models import Consent, User
from matchmaker.accounts.rules import CONSENT_VERSION, REQUIRED_CONSENTS, ConsentPurpose
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation


def consents_in_force(user: User) -> dict[ConsentPurpose, Consent]:
    """What the person agrees to now."""
    return {consent.purpose: consent for consent in user.consents if consent.withdrawn_at is None}


def give_consent(user: User, purpose: ConsentPurpose) -> None:
    """Record agreement to `purpose` in the present version of its notice; asked twice, it is recorded once."""
    db.session.refresh(user, with_for_update=True)
    current = consents_in_force(user).get(purpose)
    if current is not None and current.version == CONSENT_VERSION[purpose]:
        return
    if current is not None:
        current.withdrawn_at = now()
        db.session.flush()
    user.consents.append(Consent(purpose=purpose, version=CONSENT_VERSION[purpose]))
    audit.record("account.consent_given", user, actor_id=user.id, details={"purpose": purpose.value})


def withdraw_consent(user: User, purpose: ConsentPurpose) -> None:
    """End the agreement to `purpose`. Raises RuleViolation for those that membership rests on."""
    if purpose in REQUIRED_CONSENTS:
        raise RuleViolation("account.consent_required")
    db.session.refresh(user, with_for_update=True)
    current = consents_in_force(user).get(purpose)
    if current is not None:
        current.withdrawn_at = now()
        audit.record("account.consent_withdrawn", user, actor_id=user.id, details={"purpose": purpose.value})
