"""Gunicorn's settings: a few threads in each of two processes, enough for one machine."""

workers = 2
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 5
preload_app = True
accesslog = None
loglevel = "warning"


def post_worker_init(worker):
    """Read dictionaries and index in each worker at its start, so that nobody's first search waits for them."""
    from matchmaker.suggestions.searching.warming import warm_up_aside  # noqa: PLC0415 - not before the application

    warm_up_aside(worker.wsgi)
