"""What rooms downstream show of themselves on the page of an introduction and on the home pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from matchmaker.accounts.models import User
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on the page of an introduction: a title, lines of text, and the link that leads on."""

    title: str
    url: str
    action: str
    lines: tuple[str, ...] = ()
    badge: str = ""
    """A word on what is new or waits; empty: nothing does."""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for the reader, on the home page."""

    text: str
    url: str
    is_late: bool = False


MakePanel = Callable[[Introduction, Organisation | None], Panel | None]
"""The organisation is the reader's own; None for staff."""
MakeTodos = Callable[[User, Organisation | None], Sequence[Todo]]


@dataclass(frozen=True, slots=True)
class ListLink:
    """A way that leads on from members' home page and list of introductions."""

    endpoint: str
    label: LazyString


_LINKS: list[ListLink] = []
_PANELS: list[MakePanel] = []
_TODOS: list[MakeTodos] = []


def add_panel(make: MakePanel) -> None:
    """Show what `make` gives on the pages of introductions; None shows nothing."""
    if make not in _PANELS:
        _PANELS.append(make)


def add_todos(make: MakeTodos) -> None:
    """Show what `make` gives on the home pages of members and staff."""
    if make not in _TODOS:
        _TODOS.append(make)


def add_link(endpoint: str, label: LazyString) -> None:
    """Let a way lead on from members' home page and list of introductions."""
    link = ListLink(endpoint, label)
    if endpoint not in {one.endpoint for one in _LINKS}:
        _LINKS.append(link)


def links() -> list[ListLink]:
    """Ways that lead on, in the order in which the rooms stand."""
    return list(_LINKS)


def panels_of(introduction: Introduction, reader: Organisation | None) -> list[Panel]:
    """Panels for this reader, in the order in which the rooms stand."""
    return [panel for make in _PANELS if (panel := make(introduction, reader)) is not None]


def todos_of(user: User, organisation: Organisation | None) -> list[Todo]:
    """What rooms downstream have waiting for this person; what is late comes first."""
    found = [todo for make in _TODOS for todo in make(user, organisation)]
    return sorted(found, key=lambda todo: not todo.is_late)
