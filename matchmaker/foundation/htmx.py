"""The same view for a whole page and for the part of it that htmx swaps."""

from flask import render_template, request


def wants_part() -> bool:
    """Whether htmx asks for a part (not for history, nor for a boosted whole page)."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def page_or_part(page: str, part: str, **facts: object) -> str:
    """Render `part` for htmx and `page` for everybody else, with the same facts."""
    return render_template(part if wants_part() else page, **facts)
