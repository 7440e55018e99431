"""What visitors see at the home address: a room downstream, which knows the whole gateway, says."""

from collections.abc import Callable

_front: list[Callable[[], str]] = []


def set_front_page(make: Callable[[], str]) -> None:
    """Show visitors the page that `make` renders, from now on."""
    _front[:] = [make]


def front_page() -> str:
    """The page for visitors."""
    return _front[0]()
