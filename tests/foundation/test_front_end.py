"""Copying the front-end packages at set-up."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from config import ROOT


@pytest.fixture
def front_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, set up in a folder of its own with one small package."""
    spec = importlib.util.spec_from_file_location("front_end", ROOT / "scripts" / "front_end.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "PACKAGES", tmp_path / "node_modules")
    monkeypatch.setattr(script, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(script, "COPIES", {"tokens": {"css/all.css": "all.css", "fonts": "fonts"}})
    return script


def install(front_end: ModuleType, version: str, css: str) -> None:
    package: Path = front_end.PACKAGES / "tokens"
    (package / "css").mkdir(parents=True, exist_ok=True)
    (package / "fonts").mkdir(exist_ok=True)
    (package / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    (package / "css" / "all.css").write_text(css, encoding="utf-8")
    (package / "fonts" / "a.woff2").write_bytes(b"font")


def test_files_and_folders_are_copied_to_their_places(front_end: ModuleType) -> None:
    install(front_end, "1.0.0", "a{}")

    assert front_end.main() == 0
    copied = sorted(p.relative_to(front_end.VENDOR).as_posix() for p in front_end.VENDOR.rglob("*") if p.is_file())
    assert copied == ["tokens/.version", "tokens/all.css", "tokens/fonts/a.woff2"]


def test_the_same_version_is_not_copied_again_and_another_is(front_end: ModuleType) -> None:
    install(front_end, "1.0.0", "a{}")
    front_end.main()
    install(front_end, "1.0.0", "b{}")
    front_end.main()
    assert (front_end.VENDOR / "tokens" / "all.css").read_text(encoding="utf-8") == "a{}"

    install(front_end, "1.0.1", "b{}")
    front_end.main()
    assert (front_end.VENDOR / "tokens" / "all.css").read_text(encoding="utf-8") == "b{}"


def test_a_package_that_is_not_installed_is_named(front_end: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert front_end.main() == 1
    assert "tokens is not installed" in capsys.readouterr().err
