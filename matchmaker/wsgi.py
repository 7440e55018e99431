"""The application for a WSGI server: `gunicorn matchmaker.wsgi:app`."""

import gc

from matchmaker.app import create_app
from matchmaker.vocabulary import vocabulary

vocabulary()  # A broken vocabulary stops the start, with file, row and fault, not the first page that needs it.
app = create_app()
gc.collect()
gc.freeze()  # What is loaded stays for good: no request waits while collections look through all of it again.
