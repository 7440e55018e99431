"""Words of the room of accounts: refusals, roles, purposes of consent."""

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.rules import ConsentPurpose
from matchmaker.foundation.permissions import Role

WORDING = {
    "account.link_unknown": _l("This link is not known. Check that the whole address was copied."),
    "account.link_used": _l("This link was used already, or a newer one has replaced it."),
    "account.link_expired": _l("This link is too old."),
    "account.wrong_password": _l("The password is wrong."),
    "account.wrong_code": _l("The code is wrong or was used already. Wait for the next one and try again."),
    "account.second_factor_needed": _l("Staff work with a second factor and cannot switch it off."),
    "account.consent_required": _l("Membership rests on this consent. To end it, close the account."),
    "account.password_short": _l("The password needs at least 10 characters."),
    "account.password_long": _l("The password can have at most 200 characters."),
    "account.password_common": _l("This password is easy to guess: common words, keyboard rows or repetitions."),
    "account.password_personal": _l("This password is easy to guess: your name or your e-mail address."),
    "account.address_taken": _l("Somebody with this e-mail address has an account already."),
    "account.cluster_of_co_broker": _l("A co-broker has a cluster; people in other roles have none."),
    "account.not_yourself": _l("You cannot do this to your own account."),
    "account.not_staff": _l("Invitations are for staff. Members sign up themselves."),
    "account.not_waiting": _l("This person has accepted the invitation already."),
    "account.last_administrator": _l("You are the last administrator. Give the role to a colleague first."),
    "account.not_demo": _l("One-time codes are shown for demonstration accounts only (addresses ending in .example)."),
    "account.no_second_factor": _l("This account has no second factor."),
}

ROLE_LABEL = {
    Role.MEMBER: _l("Member"),
    Role.BROKER: _l("Broker"),
    Role.CO_BROKER: _l("Co-broker"),
    Role.MANAGER: _l("Manager"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

CONSENT_LABEL = {
    ConsentPurpose.TERMS: _l("I agree to the terms of use."),
    ConsentPurpose.PRIVACY: _l("I agree to the collection and use of my personal data for my account."),
    ConsentPurpose.PUBLICATION: _l("I agree that my name and work contact may be shown to partners I agree to meet."),
    ConsentPurpose.OVERSEAS: _l("I agree that my personal data may be provided to partners and offices abroad."),
    ConsentPurpose.MESSAGES: _l("I agree to receive news of programmes and partnering events by e-mail."),
    ConsentPurpose.STATISTICS: _l("I agree that my use of the service may be counted for statistics."),
}
