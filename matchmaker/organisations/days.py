"""The day on which everything is counted."""

from datetime import date

from matchmaker.foundation.database import now
from matchmaker.organisations.rules import KOREA


def today() -> date:
    """The day in Korea: the agency's, whatever the clock of the server or of the reader says."""
    return now().astimezone(KOREA).date()
