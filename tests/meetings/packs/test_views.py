"""The pack as a page and as a PDF, and its mail 48 hours before."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from pypdf import PdfReader

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.meetings import service
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.packs.contents import Pack, pack_of
from matchmaker.meetings.packs.pdf import FontsMissing, pack_pdf
from matchmaker.meetings.packs.sending import AHEAD, send_packs
from matchmaker.meetings.rules import ParticipantRole
from matchmaker.opportunities.models import OpportunityRequirement, OpportunityText
from matchmaker.opportunities.rules import Strength
from tests.client import Client
from tests.factories import make_user
from tests.introductions.scenes import Scene
from tests.meetings.scenes import confirmed, introduced, kim_of, lee_of, proposed, times

SignIn = Callable[[User], Client]
HOSTILE = '#panic("x") *bold* $x^2$ \\ @ref <script>alert(1)</script> #let a = 1'


@pytest.fixture
def agreed(app: Flask) -> tuple[Scene, Meeting]:
    return make_agreed()


def make_agreed(title: str = "First talk") -> tuple[Scene, Meeting]:
    scene, row = introduced()
    row.from_opportunity, row.to_opportunity = scene.firm_offer, scene.partner_need
    scene.firm_offer.texts[0].summary = "A closed system for CAR-T."
    scene.firm_offer.texts.append(
        OpportunityText(
            language="ko", title="폐쇄형 공정 장비", summary="CAR-T 세포치료제를 위한 폐쇄형 장비", offer="장비"
        )
    )
    scene.partner_need.texts[0].summary = "We make CAR-T cell therapy."
    for value in ("eu_gmp_annex1", "iso_13485"):
        scene.partner_need.requirements.append(
            OpportunityRequirement(field="standard", operator="is", value=[value], strength=Strength.MUST)
        )
    db.session.flush()
    return scene, confirmed(scene, row, title=title, place="Room 1")


def text_of(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def words_of(pack: Pack) -> list[str]:
    """Every pair of words in the pack, both languages."""
    pairs = [
        *pack.terms,
        *(one.sentence for one in pack.requirements),
        *(q for side in pack.sides for q in side.questions),
    ]
    return [word for pair in (*pairs, *pack.times, pack.names) for word in (pair.ko, pair.en)]


def test_a_pack_has_everything_in_both_languages(agreed: tuple[Scene, Meeting]) -> None:
    scene, meeting = agreed
    pack = pack_of(meeting, scene.firm)

    assert pack.names.ko == "가나바이오 – Partner B Therapeutics"
    assert pack.names.en == "Firm A Bio – Partner B Therapeutics"
    assert pack.owner == "Broker One"
    assert [one.name for one in pack.people] == ["Kim Gildong", "Lee Partner"]
    assert [[said.language for said in side.said] for side in pack.sides] == [["ko", "en"], ["en"]]
    assert [len(side.questions) for side in pack.sides] == [3, 3]
    assert "CAR-T" in " ".join(term.en for term in pack.terms)
    assert all(word for word in words_of(pack))
    assert [row.verdict.value for row in pack.requirements] == ["unknown", "unknown"]
    assert ["서울" in pack.times[0].ko, "Seoul" in pack.times[0].en, len(pack.times)] == [True, True, 2]


def test_page_and_pdf_say_the_same(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    kim = sign_in(scene.kim)
    shown = " ".join(kim.page(f"/meetings/{meeting.id}/pack").get_text(" ").split())

    response = kim.get(f"/meetings/{meeting.id}/pack.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.data.startswith(b"%PDF-")
    printed = text_of(response.data).replace(" ", "")
    for word in words_of(pack_of(meeting, scene.firm)):
        assert " ".join(word.split()) in shown, word
        assert word.replace(" ", "") in printed, word


def test_what_members_wrote_is_printed_as_it_is(app: Flask) -> None:
    scene, meeting = make_agreed(title=HOSTILE)
    scene.firm_offer.texts[0].summary = HOSTILE
    db.session.flush()

    printed = text_of(pack_pdf(pack_of(meeting, scene.firm))).replace(" ", "")

    assert printed.count(HOSTILE.replace(" ", "")) == 2


def test_the_longest_pack_fits_on_three_pages(app: Flask) -> None:
    scene, meeting = make_agreed()
    for text in (*scene.firm_offer.texts, *scene.partner_need.texts):
        text.summary = "가나다라 마바사 " * 55
    for need in (scene.firm_offer, scene.partner_need):
        need.requirements.extend(
            OpportunityRequirement(field="employees", operator="at_least", value=[str(n)], strength=Strength.SHOULD)
            for n in range(30)
        )
    db.session.flush()

    assert len(PdfReader(io.BytesIO(pack_pdf(pack_of(meeting, None)))).pages) <= 3


def test_the_same_pack_gives_the_same_bytes(agreed: tuple[Scene, Meeting]) -> None:
    pack = pack_of(agreed[1], None)

    assert pack_pdf(pack) == pack_pdf(pack)


def test_without_fonts_the_page_still_works(
    agreed: tuple[Scene, Meeting], sign_in: SignIn, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, meeting = agreed
    kim = sign_in(scene.kim)
    monkeypatch.setattr(app, "static_folder", str(tmp_path))

    with pytest.raises(FontsMissing, match=r"lacks NotoSansKR_400Regular\.ttf"):
        pack_pdf(pack_of(meeting, None))
    assert kim.get(f"/meetings/{meeting.id}/pack.pdf").headers["Location"] == f"/meetings/{meeting.id}/pack"
    assert "The PDF cannot be made at present" in kim.page(f"/meetings/{meeting.id}/pack").get_text()


def test_strangers_find_no_pack(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    _scene, meeting = agreed
    stranger = sign_in(make_user())

    assert stranger.get(f"/meetings/{meeting.id}/pack").status_code == 404
    assert stranger.get(f"/meetings/{meeting.id}/pack.pdf").status_code == 404


def packs() -> list[OutboxMail]:
    statement = sa.select(OutboxMail).where(OutboxMail.kind == "meeting_pack").order_by(OutboxMail.to_address)
    return list(db.session.scalars(statement))


def addresses() -> list[str]:
    return [mail.to_address for mail in packs()]


def test_every_confirmed_meeting_has_its_pack_48_hours_ahead_once(app: Flask) -> None:
    scene, meeting = make_agreed()
    meeting.participants.append(
        MeetingParticipant(name="Inter Preter", email="inter@words.example", role=ParticipantRole.INTERPRETER)
    )
    db.session.flush()
    assert meeting.starts_at is not None
    with time_machine.travel(meeting.starts_at - AHEAD - timedelta(minutes=1), tick=False):
        send_packs()
        assert addresses() == []
    with time_machine.travel(meeting.starts_at - AHEAD, tick=False):
        send_packs()
        send_packs()

    assert addresses() == sorted(
        [scene.broker.email, "inter@words.example", "kim@firm-a.example", "lee@partner-b.example"]
    )
    for mail in packs():
        (part,) = mail.parts
        assert part.content_type == "application/pdf"
        assert part.data.startswith(b"%PDF-")
        assert (f"/meetings/{meeting.id}/pack" in mail.body) == (mail.to_address != "inter@words.example")


def test_a_meeting_that_is_moved_gets_a_new_pack(app: Flask) -> None:
    scene, meeting = make_agreed()
    assert meeting.starts_at is not None
    with time_machine.travel(meeting.starts_at - AHEAD, tick=False):
        send_packs()
    service.reschedule(meeting, times(3)[2:], "A flight.", by=kim_of(scene), version=meeting.version)
    service.pick(meeting, meeting.slots[0].id, by=lee_of(scene), version=meeting.version)
    with time_machine.travel(meeting.starts_at - AHEAD, tick=False):
        send_packs()

    assert addresses().count("kim@firm-a.example") == 2


def test_a_meeting_without_a_time_has_no_mail(app: Flask) -> None:
    scene, row = introduced()
    proposed(scene, row)
    with time_machine.travel(times(1)[0] - timedelta(hours=3), tick=False):
        send_packs()

    assert addresses() == []
