"""When a mail goes: rhythms, quiet hours, the moment of the digest."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DIGEST_HOUR = 8
MONDAY = 0


class Rhythm(StrEnum):
    """How often a person hears of a topic."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours by the person's clock in which no mail goes, `ends` no longer among them; they may pass midnight.

    Equal ends are no quiet hours but a mistake: the form refuses them, and so does the table.
    """

    starts: time
    ends: time

    def hold(self, clock: time) -> bool:
        """Whether it is quiet when the person's clock shows `clock`."""
        if self.starts < self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends


def is_quiet(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> bool:
    """Whether `moment` is within the quiet hours by the clocks of `zone`."""
    return quiet is not None and quiet.hold(moment.astimezone(zone).time())


def after_quiet(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """`moment`, or the end of the quiet hours that it falls into, in UTC."""
    if quiet is None or not is_quiet(moment, quiet, zone):
        return moment.astimezone(UTC)
    today = moment.astimezone(zone).date()
    ends = (at for day in (today, today + timedelta(days=1)) for at in _moments(day, quiet.ends, zone))
    return next(at for at in ends if at > moment and not is_quiet(at, quiet, zone))


def due_moment(
    now: datetime, rhythm: Rhythm, quiet: QuietHours | None, zone: ZoneInfo, *, hour: int = DIGEST_HOUR
) -> datetime:
    """When a mail written `now` goes, in UTC: at once, or with the next digest; never within the quiet hours.

    Digests go at `hour` by the clocks of `zone`, weekly ones on Mondays. Where that is quiet, the end of the quiet
    hours is the moment of the digest. Raises ValueError for a rhythm that is off.
    """
    if rhythm is Rhythm.OFF:
        raise ValueError("what is switched off is never due")
    if rhythm is Rhythm.AT_ONCE:
        return after_quiet(now, quiet, zone)
    # the digest of yesterday, pushed out of the quiet hours, may still lie ahead
    first = now.astimezone(zone).date() - timedelta(days=1)
    days = (first + timedelta(days=step) for step in range(11))
    digests = (digest_of(day, quiet, zone, hour) for day in days if rhythm is Rhythm.DAILY or day.weekday() == MONDAY)
    return next(at for at in digests if at > now)


def digest_of(day: date, quiet: QuietHours | None, zone: ZoneInfo, hour: int) -> datetime:
    """The moment of the digest of `day`, in UTC."""
    return after_quiet(_moments(day, time(hour), zone)[0], quiet, zone)


def _moments(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """When clocks in `zone` show `clock` on `day`, in UTC: twice when they are put back, later when they skip it."""
    shown = datetime.combine(day, clock, zone)
    return sorted({shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1)})
