"""Background work of suggestions."""

import structlog

from matchmaker.foundation import jobs
from matchmaker.foundation.errors import RuleViolation
from matchmaker.suggestions import builds, indexes, refreshing

log = structlog.get_logger()


@jobs.job("suggestions.refresh", every_minutes=1)
def refresh() -> None:
    """Bring the stored suggestions up to date with every changed organisation."""
    refreshing.refresh()


@jobs.job("suggestions.ensure", every_minutes=1)
def ensure() -> None:
    """Make the first build, or a new one after the engine or the vocabulary changed."""
    refreshing.ensure()


@jobs.job("suggestions.nightly", daily_at=3)
def nightly() -> None:
    """Build everything anew if anything has changed."""
    _build(if_changed=True)


@jobs.job(indexes.BUILD_JOB)
def build() -> None:
    """Build everything anew, because somebody asked for it."""
    _build(if_changed=False)


def _build(*, if_changed: bool) -> None:
    try:
        built = builds.build(if_changed=if_changed)
    except RuleViolation as error:
        log.info("suggestions.build_left_out", reason=error.code)
        return
    if built is not None:
        log.info("suggestions.built", organisations=built.organisations, suggestions=built.suggestions)
