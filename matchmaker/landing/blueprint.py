"""The pages of the way in: spaces, soft landing and talent, each for members and for staff."""

from matchmaker.calls.blueprint import Twofold
from matchmaker.foundation.permissions import Permission

spaces = Twofold("spaces", Permission.LANDING_OWN, Permission.LANDING_BROKER)
checklists = Twofold("checklists", Permission.LANDING_OWN, Permission.LANDING_BROKER)
talent = Twofold("talent", Permission.LANDING_OWN, Permission.LANDING_BROKER)
EVERY = (spaces, checklists, talent)
