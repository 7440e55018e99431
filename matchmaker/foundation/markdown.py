"""What people write, as a small safe Markdown: emphasis, lists, quotes, code and links; nothing else comes through."""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

LENGTH_MAX = 5000
"""Characters that are read: what takes long is bounded with it."""
TAGS = frozenset({"p", "br", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"})
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow noopener noreferrer"
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_LEFT_OUT = ("image", "html_inline", "html_block", "heading", "lheading", "hr", "reference", "entity")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_CLOSING = ".,;:!?)]}…。，、」』”’"


def render(text: str) -> Markup:
    """`text` as safe HTML: only `TAGS`, links only to `SCHEMES`. Longer text than `LENGTH_MAX` is cut."""
    html = nh3.clean(
        _parser().render(text[:LENGTH_MAX]), tags=set(TAGS), attributes=_ATTRIBUTES, url_schemes=set(SCHEMES),
        link_rel=REL,
    )  # fmt: skip
    return Markup(html)  # noqa: S704 - cleaned in the line above


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 12}).disable(list(_LEFT_OUT))
    parser.core.ruler.push("bare_addresses", _link_bare_addresses)
    return parser


def _link_bare_addresses(state: StateCore) -> None:
    """Make links of addresses that stand in the text by themselves."""
    for block in state.tokens:
        if block.type != "inline" or "://" not in block.content:
            continue
        made: list[Token] = []
        depth = 0
        for token in block.children or []:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            made += _split(token) if token.type == "text" and depth == 0 else [token]
        block.children = made


def _split(token: Token) -> list[Token]:
    """A text token as text and links."""
    parts: list[Token] = []
    place = 0
    for found in _ADDRESS.finditer(token.content):
        address = found[0].rstrip(_CLOSING)
        parts += [*_text(token.content[place : found.start()]), *_link(address)]
        place = found.start() + len(address)
    return [*parts, *_text(token.content[place:])]


def _text(content: str) -> list[Token]:
    return [Token("text", "", 0, content=content)] if content else []


def _link(address: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": address})
    return [opening, *_text(address), Token("link_close", "a", -1)]
