"""The job worker: `python -m matchmaker.worker`. SIGTERM ends it after what it has in hand, Ctrl-C at once."""

from flask import Flask

from matchmaker.app import create_app
from matchmaker.foundation.jobs import queue
from matchmaker.vocabulary import vocabulary


def main() -> None:
    """Work until told to stop."""
    vocabulary()
    work(create_app())


def work(app: Flask) -> None:
    """Do the jobs of `app` until told to stop."""
    consumer = queue(app).create_consumer(
        workers=2, worker_type="thread", periodic=True, initial_delay=0.05, max_delay=1.0, graceful_signal="TERM"
    )
    app.extensions["jobs_stopping"] = consumer.stop_flag
    consumer.run()


if __name__ == "__main__":
    main()
