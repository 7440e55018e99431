"""The job worker: `python -m matchmaker.worker`. Ctrl-C ends it after the job in hand."""

from matchmaker.app import create_app
from matchmaker.vocabulary import vocabulary


def main() -> None:
    """Work until told to stop."""
    vocabulary()
    app = create_app()
    app.extensions["huey"].create_consumer(workers=2, worker_type="thread", periodic=True, initial_delay=0.05,
                                           max_delay=1.0).run()  # fmt: skip


if __name__ == "__main__":
    main()
