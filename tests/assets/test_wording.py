"""What is said about when an asset can be used."""

import pytest
import time_machine
from flask import Flask

from matchmaker.assets.rules import LegalStatus
from matchmaker.assets.wording import TOPIC_LABEL, availability, code_labels, published_date, topic_label
from matchmaker.foundation.outbox import in_language


@pytest.mark.parametrize(
    ("text", "status", "korean", "english"),
    [
        ("", LegalStatus.PLANNED, "일정 미공개", "date not published yet"),
        ("2029-H2", LegalStatus.GROUND_BROKEN, "2029년 하반기부터", "from 2029 H2"),
        ("2029-H1", LegalStatus.PLANNED, "2029년 상반기부터", "from 2029 H1"),
        ("2029-05", LegalStatus.BUILT, "2029년 5월부터", "from May 2029"),
        ("2029-05-07", LegalStatus.BUILT, "2029. 5. 7.부터", "from 7 May 2029"),
        ("2029", LegalStatus.PLANNED, "2029년부터", "from 2029"),
        ("2026-H1", LegalStatus.GROUND_BROKEN, "2026년 상반기 예정으로 발표되었으나 아직 개소하지 않음",
         "was announced for 2026 H1, not open yet"),
        ("2025-11-28", LegalStatus.OPEN, "2025. 11. 28.부터 이용 가능", "open since 28 Nov 2025"),
        ("", LegalStatus.OPEN, "현재 이용 가능", "open now"),
    ],
)  # fmt: skip
@time_machine.travel("2026-11-22 12:00:00+00:00", tick=False)
def test_availability_says_no_more_than_was_published(
    app: Flask, text: str, status: LegalStatus, korean: str, english: str
) -> None:
    said = {}
    for language in ("ko", "en"):
        with app.test_request_context(), in_language(language):
            said[language] = availability(text, status)
    assert said == {"ko": korean, "en": english}


def test_every_topic_has_words_in_both_languages(app: Flask) -> None:
    for language in ("ko", "en"):
        with app.test_request_context(), in_language(language):
            assert len({topic_label(about) for about in TOPIC_LABEL}) == len(TOPIC_LABEL)


def test_an_undated_source_says_so(app: Flask) -> None:
    with app.test_request_context(), in_language("en"):
        assert published_date("") == "not dated"


def test_codes_are_shown_by_their_labels(app: Flask) -> None:
    with app.test_request_context(), in_language("en"):
        assert code_labels(["DEMO", "MANUF"], "stage") == ["Demonstration", "Manufacturing"]
        assert code_labels(["education", "bio"], "tag") == ["Education", "Bio industry"]
