"""Structured logs: an event and its facts, never personal data."""

import logging
import sys

import structlog


def configure(*, testing: bool) -> None:
    """One line of JSON for each event on standard error; quiet in tests."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if testing else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
