"""Whatever people write, only the small safe Markdown comes out, in time."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.foundation.markdown import LENGTH_MAX, REL, SCHEMES, TAGS, render

PIECES = ["<script>", "</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![a](http://x)",
          "<a href='data:text/html,x'>", "[x](JaVa\tScript:1)", "<https://a.example>", "https://b.example/?q=\"><b>",
          "**b**", "_i_", "`c`", "\n\n", "\n- ", "\n> ", "\n1. ", "    code", "```\n", "&lt;", "&#x6a;avascript:",
          "[a]: x", "<svg/onload=1>", "[x](<http://y> \"t\" onclick=)", "mailto:a@b.example",
          "[m](mailto:a@b.example)", "# h", "가나"]  # fmt: skip


class Parts(HTMLParser):
    """Every tag and attribute of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


def parts_of(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Parts()
    parser.feed(str(render(text)))
    parser.close()
    return parser.found


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_nothing_but_the_allowed_tags_attributes_and_schemes_comes_out(text: str) -> None:
    for tag, attributes in parts_of(text):
        assert tag in TAGS
        allowed = {"a": {"href", "rel"}, "ol": {"start"}}.get(tag, set())
        assert set(attributes) <= allowed
        if tag == "a":
            assert attributes["rel"] == REL
            assert "href" not in attributes or urlsplit(attributes["href"] or "").scheme in SCHEMES


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Bold** and *soft*", "<p><strong>Bold</strong> and <em>soft</em></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("# no heading", "<p># no heading</p>\n"),
        ("See https://a.example/x, please.",
         f'<p>See <a href="https://a.example/x" rel="{REL}">https://a.example/x</a>, please.</p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("<b>5 < 6</b> & 7", "<p>&lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; 7</p>\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_people_write_reads_as_they_mean_it(text: str, html: str) -> None:
    assert str(render(text)) == html


@pytest.mark.parametrize(
    "piece", ["[", "*a ", "> ", "`", "- ", "<", "![", "[a](", "**", "_", "\\", "https://", "1. ", "a\n\n", "~", "&"]
)
def test_the_longest_hostile_text_is_rendered_at_once(piece: str) -> None:
    began = time.perf_counter()
    render(piece * LENGTH_MAX)
    assert time.perf_counter() - began < 2
