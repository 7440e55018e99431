"""Gunicorn's settings: a few threads in each of two processes, enough for one machine."""

workers = 2
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 5
preload_app = True
accesslog = None
loglevel = "warning"
