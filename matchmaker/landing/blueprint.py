"""The pages of the way in: spaces, soft landing and talent, each for members and for staff."""

from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.twofold import Twofold

spaces = Twofold("spaces", Permission.LANDING_OWN, Permission.LANDING_BROKER, Reader)
checklists = Twofold("checklists", Permission.LANDING_OWN, Permission.LANDING_BROKER, Reader)
talent = Twofold("talent", Permission.LANDING_OWN, Permission.LANDING_BROKER, Reader)
EVERY = (spaces, checklists, talent)
