"""The pages of this room stand twice: for members, and under `/staff` for staff."""

from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.twofold import Twofold

pages = Twofold("outcomes", Permission.OUTCOME_OWN, Permission.OUTCOME_BROKER, Reader)
bp, staff_bp, on_both = pages.bp, pages.staff_bp, pages.on_both
member, staff = pages.member, pages.staff
