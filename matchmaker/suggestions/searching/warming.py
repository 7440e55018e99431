"""What a web process does before its first search: dictionaries and index are read while nobody waits for them."""

import threading

import structlog
from flask import Flask

from matchmaker.suggestions import indexes

log = structlog.get_logger()

_EVERY_SCRIPT = "세포치료제 cell therapy Zelltherapie 細胞治療の 가"
"""Words of all four languages, so that each analyser loads its dictionary."""


def warm_up(app: Flask) -> bool:
    """Open the newest index and ask it once, which takes seconds; whether there is one to ask.

    Run it in each process that serves: dictionaries do not outlive a fork.
    """
    with app.app_context():
        index = indexes.current()
        if index is None:
            return False
        index.analyser.warm_up()
        index.search(_EVERY_SCRIPT, with_names=True)
        return True


def warm_up_aside(app: Flask) -> threading.Thread:
    """Warm up in a thread, so that pages are served meanwhile; a failure is logged and costs the first search time."""
    thread = threading.Thread(target=_try, args=(app,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _try(app: Flask) -> None:
    try:
        is_ready = warm_up(app)
    except Exception:
        log.exception("search.warm_up_failed")
    else:
        log.info("search.warm", is_ready=is_ready)
