"""The pages of this room stand twice: for members, and under `/staff` for staff."""

from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.twofold import Twofold
from matchmaker.routes.sight import Reader

pages = Twofold("routes", Permission.ROUTE_OWN, Permission.ROUTE_ANY, Reader)
bp, staff_bp, on_both = pages.bp, pages.staff_bp, pages.on_both
member, staff = pages.member, pages.staff
