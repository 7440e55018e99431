"""Addresses of pages: numbers that can be rows, and the address of the present page, safe to be sent back."""

from urllib.parse import quote

from flask import Flask, request
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

ROW_MAX = 2**31 - 1
"""The largest id that a column can hold; a greater one names nothing, on whatever database."""


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule: an id that can exist. Any other number answers 404 before a database is asked."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """The id. Raises ValidationError for one that no row can have."""
        self.max = ROW_MAX
        return int(super().to_python(value))


class Word(UnicodeConverter):
    """`<…>` in a rule: text without the character NUL, which PostgreSQL refuses to compare with anything."""

    def to_python(self, value: str) -> str:
        """The text. Raises ValidationError for one that holds NUL."""
        if "\x00" in value:
            raise ValidationError
        return value


def row_number(name: str) -> int | None:
    """The id asked for as query parameter `name`; 0, which no row has, for a number that is none; None without it."""
    text = request.args.get(name)
    if not text:
        return None
    good = text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= ROW_MAX
    return int(text) if good else 0


def here() -> str:
    """Path of the present page, quoted: browsers drop tabs and line ends, and read `/<tab>/host` as another site."""
    return quote(request.script_root + request.path)


def init_app(app: Flask) -> None:
    """Let the rules of `app` take ids and words that a database takes; call it before any rule is added."""
    app.url_map.converters |= {"int": RowNumber, "default": Word, "string": Word}
