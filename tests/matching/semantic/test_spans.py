"""What of a listing is encoded."""

import pytest

from matchmaker.matching import Passage
from matchmaker.matching.language.text import Language
from matchmaker.matching.semantic.spans import Span, spans_of
from tests.matching.semantic.encoders import fields

ROLES = {"offer": {"offer": 1.0}, "need": {"need": 1.0}, "profile": {"offer": 1.0, "need": 1.0, "title": 2.0}}


def said(spans, *, whole):
    return [span.text for span in spans if span.is_whole is whole]


def test_a_field_is_encoded_as_a_whole_and_by_sentence():
    assert spans_of(fields(offer="We make pumps. We make valves!"), ROLES) == (
        Span("We make pumps. We make valves!", Language.EN, True, (30.0, 0.0, 30.0)),
        Span("We make pumps", Language.EN, False, (13.0, 0.0, 13.0)),
        Span("We make valves", Language.EN, False, (14.0, 0.0, 14.0)),
    )


def test_what_is_said_again_counts_once_with_the_greater_weights():
    spans = spans_of(fields(offer="Pumps", need="Pumps", title="Pumps. Pumps."), ROLES)
    assert {(span.text, span.is_whole): span.weights for span in spans} == {
        ("Pumps", True): (5.0, 5.0, 5.0),
        ("Pumps. Pumps.", True): (0.0, 0.0, 26.0),
        ("Pumps", False): (5.0, 5.0, 10.0),
    }


def test_fields_that_count_in_no_role_are_left_out():
    assert spans_of(fields(names="Nuricell", summary="We make pumps"), ROLES) == ()


@pytest.mark.parametrize("text", ["", "   ", "🧬", "2,000 / 37", "\u200b\u202e"])
def test_what_holds_no_words_has_no_spans(text):
    assert spans_of(fields(offer=text), ROLES) == ()


def test_mark_up_and_line_breaks_do_not_reach_the_encoder():
    spans = spans_of(fields(offer="<b>We make</b>\npumps"), ROLES)
    assert said(spans, whole=True) == ["We make pumps"]
    assert said(spans, whole=False) == ["We make", "pumps"]


def test_each_sentence_has_its_own_language_but_short_latin_ones_that_of_the_field():
    (passage,) = fields(offer="Wir suchen Pumpen. 일회용 펌프를 찾습니다. Pumpen GMP. ポンプを探しています。")["offer"]
    spans = spans_of({"offer": (Passage(passage.text, "de"),)}, ROLES)
    assert [span.language for span in spans] == [Language.DE, Language.DE, Language.KO, Language.DE, Language.JA]


def test_a_text_of_a_megabyte_is_cut_and_displaces_no_other_field():
    spans = spans_of(fields(need="We need pumps number x. " * 45_000, offer="We make valves"), ROLES)
    assert len(spans) <= 200
    assert max(len(span.text) for span in spans) == 2_000
    assert "We make valves" in said(spans, whole=True)


def test_many_short_lines_of_one_field_displace_no_other_field():
    lines = "\n".join(f"Pump {chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(600))
    spans = spans_of(fields(need=lines, offer="We make valves"), ROLES)
    assert len(spans) == 200
    assert "We make valves" in said(spans, whole=True)


def test_the_encoder_is_not_told_the_amounts_which_the_words_compare():
    (whole, *_) = spans_of(fields(offer="Bioreactor of 2,000 L at 60 % load"), ROLES)
    assert whole.text == "Bioreactor of 2,000 L at 60 % load"
    assert whole.said == "Bioreactor of at load"
    (bare, *_) = spans_of(fields(offer="5 kg"), ROLES)
    assert bare.said == "5 kg"
