"""Documents: what is taken, under which name, and who may open them."""

import io
import os
import time
import zipfile
from collections.abc import Callable

import pytest

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities import attachments
from matchmaker.opportunities.files import check_file, kind_of, safe_stem
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import ATTACHMENT_BYTES, ATTACHMENT_LIMIT, OpportunityState
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import disclose
from tests.client import Client, errors_of
from tests.factories import make_opportunity
from tests.opportunities.conftest import House

SignIn = Callable[[User], Client]
PDF = b"%PDF-1.7\n%a test\n"


def office(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (office("[Content_Types].xml", "word/document.xml"), "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (office("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), None),
        (office("payload.exe"), None),
        (b"PK\x03\x04 not a zip at all", None),
        (b"MZ\x90\x00 an executable", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "stem"),
    [("../../etc/passwd.pdf", "passwd"), ("C:\\Users\\kim\\자료.pdf", "자료"), ("..", "document"), ("", "document"),
     (".htaccess", "htaccess"), ("a\x00b\r\nc.pdf", "a b c"), ("x" * 300 + ".pdf", "x" * 100)],
)  # fmt: skip
def test_a_name_keeps_no_path_and_no_control_characters(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


def test_a_file_ends_as_its_real_kind_and_too_large_or_empty_ones_are_refused() -> None:
    assert check_file("photo.exe", b"\xff\xd8\xff").name == "photo.jpg"
    cases = {
        b"": "attachment.empty",
        PDF + b"x" * ATTACHMENT_BYTES: "attachment.too_large",
        b"MZ": "attachment.kind_refused",
    }
    for content, code in cases.items():
        with pytest.raises(RuleViolation, match=code):
            check_file("a.pdf", content)


def upload(client: Client, opportunity: Opportunity, content: bytes, status: int = 302, **values: str) -> str:
    data = {"upload-file": (io.BytesIO(content), values.get("name", "a.pdf")), "upload-title": values.get("title", ""),
            "upload-tier": values.get("tier", "0")}  # fmt: skip
    answer = client.send(
        f"/opportunities/{opportunity.id}/attachments", data, status, content_type="multipart/form-data"
    )
    answer.request.environ["wsgi.input"].close()  # a large body lies in a temporary file of the test client
    return errors_of(answer) if status != 302 else ""


def test_hostile_uploads_come_back_with_a_message(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    client = sign_in(house.member)
    assert "kind of file is not taken" in upload(client, opportunity, b"MZ\x90 an executable", 422)
    assert "larger than 4 MiB" in upload(client, opportunity, PDF + b"x" * 5 * 1024 * 1024, 422)
    assert "not empty" in upload(client, opportunity, b"", 422)
    assert "Not a valid choice" in upload(client, opportunity, PDF, 422, tier="7")
    client.send(f"/opportunities/{opportunity.id}/attachments", {}, 422)
    db.session.refresh(opportunity)
    assert opportunity.attachments == []


def test_there_are_only_so_many_documents(house: House) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    for number in range(ATTACHMENT_LIMIT):
        attachments.attach(opportunity, name=f"{number}.pdf", content=PDF, title="", tier=0, actor_id=house.member.id)
    with pytest.raises(RuleViolation, match=r"attachment\.too_many"):
        attachments.attach(opportunity, name="one.pdf", content=PDF, title="", tier=0, actor_id=house.member.id)


@pytest.mark.parametrize("reached", list(Tier))
@pytest.mark.parametrize("needed", list(Tier))
def test_a_document_opens_at_its_tier_and_is_always_a_download(
    house: House, sign_in: SignIn, reached: Tier, needed: Tier
) -> None:
    opportunity = make_opportunity(house.firm)
    document = attachments.attach(
        opportunity,
        name="../Report of Organisation.pdf",
        content=PDF,
        title="Data",
        tier=needed,
        actor_id=house.member.id,
    )
    if reached is not Tier.TEASER:
        disclose(house.partner, house.firm, reached)
    url = f"/opportunities/{opportunity.id}/attachments/{document.id}"
    answer = sign_in(house.stranger).get(url)
    assert answer.status_code == (200 if reached >= needed else 404)
    assert sign_in(house.co_broker).get(url).status_code == 404
    if reached >= needed:
        name = "Report of Organisation.pdf" if reached >= Tier.NAMED else f"document-{document.id}.pdf"
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert name in answer.headers["Content-Disposition"]
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    answer.close()


def test_a_draft_s_document_is_for_its_owner_and_staff_only(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    upload(sign_in(house.member), opportunity, PDF)
    db.session.refresh(opportunity)
    url = f"/opportunities/{opportunity.id}/attachments/{opportunity.attachments[0].id}"
    codes = []
    for person in (house.member, house.broker, house.stranger, house.co_broker):
        with sign_in(person).get(url) as answer:
            codes.append(answer.status_code)
    assert codes == [200, 200, 404, 404]


def test_bytes_of_removed_documents_go_after_a_day(house: House) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    one, two = (
        attachments.attach(opportunity, name="a.pdf", content=PDF + end, title="", tier=0, actor_id=house.member.id)
        for end in (b"one", b"two")
    )
    kept, gone = attachments.path_of(one), attachments.path_of(two)
    attachments.detach(opportunity, two.id, actor_id=house.member.id)
    db.session.flush()
    attachments.remove_orphans()
    assert gone.exists()
    for path in (kept, gone):
        os.utime(path, (time.time() - 90_000,) * 2)
    attachments.remove_orphans()
    assert (kept.exists(), gone.exists()) == (True, False)
