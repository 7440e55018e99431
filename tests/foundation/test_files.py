"""Files that people give: what is taken, under which name, and what the scanner says of it."""

import io
import socket
import struct
import threading
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import Config
from matchmaker.foundation import files, virus_scan
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.file_kinds import safe_name
from matchmaker.foundation.files import check_upload, delete, read, save, scan_again, sweep, sweep_area, take
from matchmaker.foundation.virus_scan import Scan, scan, scanner_of
from tests.threads.conversations import PDF

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 40 + b"\xff\xd9"


def office(*parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("plan.pdf", PDF, "plan.pdf"),
        ("사업 계획서.PDF", PDF, "사업 계획서.pdf"),
        (unicodedata.normalize("NFD", "계획.pdf"), PDF, "계획.pdf"),
        ("../../etc/x.png", PNG, "x.png"),
        ("C:\\a\\photo.jpeg", JPG, "photo.jpg"),
        ("a\u202egpj.docx", office("word/document.xml"), "a gpj.docx"),
        ("t.xlsx", office("xl/workbook.xml"), "t.xlsx"),
        ("t.pptx", office("ppt/presentation.xml", "ppt/embeddings/Microsoft_Excel_Sheet.xlsx"), "t.pptx"),
        ("t.csv", "이름,값\r\n가,1\r\n".encode("cp949"), "t.csv"),
        (".txt", "메모".encode("utf-16"), "file.txt"),
    ],
)
def test_known_kinds_are_taken_under_a_safe_name(name, content, kept):
    assert check_upload(name, content).name == kept


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file.empty"),
        ("a.pdf", b"x" * (20 * 1024 * 1024 + 1), "file.too_large"),
        ("a.exe", b"MZ" + b"\0" * 60, "file.kind_refused"),
        ("a.zip", office("a.txt"), "file.kind_refused"),
        ("a.docm", office("word/document.xml"), "file.kind_refused"),
        ("pdf", PDF, "file.kind_refused"),
        ("a.pdf", b"MZ" + b"\0" * 60, "file.content_differs"),
        ("a.pdf", PNG, "file.content_differs"),
        ("a.png", JPG, "file.content_differs"),
        ("a.docx", office("xl/workbook.xml"), "file.content_differs"),
        ("a.docx", b"PK\x03\x04broken", "file.content_differs"),
        ("a.txt", b"MZ\x90\0\3", "file.content_differs"),
        ("a.csv", PNG, "file.content_differs"),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "file.active_content"),
        ("a.docx", office("word/document.xml", "word/embeddings/oleObject1.bin"), "file.active_content"),
        ("a.xlsx", office("xl/workbook.xml", "xl/activeX/activeX1.xml"), "file.active_content"),
        ("a.txt", b"#!/bin/sh\nrm -rf ~\n", "file.active_content"),
        ("a.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", "file.active_content"),
    ],
)
def test_other_kinds_lies_and_programs_are_refused(name, content, code):
    with pytest.raises(RuleViolation) as refusal:
        check_upload(name, content)
    assert refusal.value.code == code


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_a_safe_name_leads_nowhere_and_breaks_no_header(name):
    kept = safe_name(name, "pdf")
    assert kept.endswith(".pdf")
    assert len(kept) <= 124
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>:"|?*')
    assert not kept.startswith(".")


def test_what_is_saved_is_read_until_it_is_deleted(app):
    key = save(PDF, content_type="application/pdf", area="threads")
    assert read(key) == PDF
    delete(key)
    delete(key)
    with pytest.raises(NotFound):
        read(key)


@pytest.mark.parametrize("key", ["", "../secret_key", "threads/20260101/../../secret_key", "/etc/passwd"])
def test_what_was_never_a_key_opens_nothing(app, key):
    with pytest.raises(ValueError, match="no key"):
        read(key)


def test_the_sweep_takes_old_files_that_no_row_names_and_nothing_else(app, monkeypatch):
    monkeypatch.setattr(files, "_AREAS", {})
    keys = [save(b"a", content_type="text/plain", area=area) for area in ("swept", "swept", "swept", "common")]
    store, root = files._store()
    old = {}
    for key in (keys[0], keys[1], keys[3]):
        old[key] = "/".join((key.split("/")[0], "20200101", key.split("/")[2]))
        store.makedirs(f"{root}/{old[key].rpartition('/')[0]}", exist_ok=True)
        store.mv(f"{root}/{key}", f"{root}/{old[key]}")
    sweep_area("swept", lambda: [old[keys[0]]])
    sweep()
    assert read(old[keys[0]]) == read(keys[2]) == read(old[keys[3]]) == b"a"
    with pytest.raises(NotFound):
        read(old[keys[1]])


# The scanner, played by a real server that speaks clamd's protocol


@contextmanager
def clamd(reply: bytes | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """A clamd that finds EICAR's word, or says `reply`; gives its address and what it was sent."""
    seen: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", sent.read(4))[0]:
                    content += sent.read(length)
                seen.append(content)
                line.sendall(reply or (b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0"))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"clamd://127.0.0.1:{server.getsockname()[1]}", seen
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


@contextmanager
def scanned_by(app, address: str) -> Iterator[None]:
    config: Config = app.extensions["config"]
    app.extensions["config"] = replace(config, virus_scan=address)
    try:
        yield
    finally:
        app.extensions["config"] = config


def test_the_scanner_is_sent_every_byte_and_its_word_counts():
    large = b"x" * 200_000
    with clamd() as (address, seen):
        assert scan(large, scanner_of(address)) is Scan.CLEAN
        assert scan(b"a EICAR b", scanner_of(address)) is Scan.INFECTED
    assert seen == [large, b"a EICAR b"]


def test_a_scanner_that_is_away_or_has_no_verdict_leaves_the_file_waiting():
    with clamd(b"INSTREAM size limit exceeded. ERROR\0") as (address, _):
        assert scan(b"x", scanner_of(address)) is Scan.WAITING
    assert scan(b"x", scanner_of(address)) is Scan.WAITING
    assert scan(b"x", None) is Scan.UNCHECKED


def command(tmp_path, script: str) -> str:
    """A scanner that is a program of its own: a shell script with a space in its name."""
    path = tmp_path / "my scanner"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return f"command:'{path}' --quiet"


def test_a_command_is_given_the_file_and_says_by_its_exit_code(tmp_path):
    scanner = scanner_of(command(tmp_path, 'test "$1" = --quiet || exit 2\ngrep -q EICAR "$2" && exit 1\nexit 0'))
    assert scan(b"a EICAR b", scanner) is Scan.INFECTED
    assert scan(b"fine; $(touch x)", scanner) is Scan.CLEAN
    left = scanner_of(command(tmp_path, f'echo "$2" > {tmp_path}/seen'))
    assert scan(b"x", left) is Scan.CLEAN
    assert not Path((tmp_path / "seen").read_text().strip()).exists()


def test_a_command_that_fails_hangs_or_is_missing_leaves_the_file_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(virus_scan, "COMMAND_SECONDS", 0.2)
    for script in ("exit 2", "exec sleep 5", "kill -9 $$"):
        assert scan(b"x", scanner_of(command(tmp_path, script))) is Scan.WAITING, script
    assert scan(b"x", scanner_of("command:/no/such/program")) is Scan.WAITING


@pytest.mark.parametrize(
    "setting",
    ["http://x:1", "clamd://", "clamd://host", "clamd://host:1/path", "yes", "command:", "command: ", "command:'x"],
)
def test_a_setting_that_names_no_scanner_is_refused_at_the_start(setting):
    with pytest.raises(ValueError, match=r"virus_scan|Port"):
        scanner_of(setting)


def test_of_an_infected_file_nothing_is_kept(app):
    store, root = files._store()
    before = store.find(root) if store.exists(root) else []
    with clamd() as (address, _), scanned_by(app, address), pytest.raises(RuleViolation) as refusal:
        take("a.txt", b"EICAR", area="threads")
    assert refusal.value.code == "file.infected"
    assert (store.find(root) if store.exists(root) else []) == before


def test_a_file_that_waited_is_scanned_again_and_goes_when_infected(app):
    with scanned_by(app, "clamd://127.0.0.1:1"):
        kept = [take("a.txt", content, area="threads") for content in (b"EICAR", b"fine")]
    assert [one.scan for one in kept] == [Scan.WAITING, Scan.WAITING]
    with clamd() as (address, _), scanned_by(app, address):
        assert [scan_again(one.key) for one in kept] == [Scan.INFECTED, Scan.CLEAN]
    with pytest.raises(NotFound):
        read(kept[0].key)
    assert read(kept[1].key) == b"fine"
