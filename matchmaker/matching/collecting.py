"""Work during which Python does not search for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for cycles: a build makes none, and looking through all that it holds takes a fifth of it.

    A refresh takes as long as one search, which its many small objects would call for. What is left counts as old, or
    the first search afterwards would look through everything at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
