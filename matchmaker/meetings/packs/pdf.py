"""A pack as a PDF, set by Typst. Members' words go in as data, so none of them can become markup."""

import json
from dataclasses import asdict
from pathlib import Path

import structlog
import typst
from flask import current_app

from matchmaker.meetings.packs.contents import Pack
from matchmaker.meetings.packs.labels import LABELS, VERDICTS

log = structlog.get_logger()
FONTS = ("NotoSansKR_400Regular.ttf", "NotoSansKR_700Bold.ttf")
_TEMPLATE = "meetings/packs/pack.typ"


class FontsMissing(RuntimeError):
    """The front-end files were not copied, so no PDF can be set; the page of the pack works without them."""


def pack_pdf(pack: Pack) -> bytes:
    """The PDF of `pack`; the same pack gives the same bytes. Raises FontsMissing.

    It takes some tenths of a second: texts and lists in a pack are cut to a length that fits on three pages.
    """
    facts = asdict(pack) | {
        "labels": {name: asdict(label) for name, label in LABELS.items()},
        "verdicts": {verdict.value: asdict(label) for verdict, label in VERDICTS.items()},
    }
    template = Path(current_app.root_path).parent / str(current_app.template_folder) / _TEMPLATE
    made = typst.compile(
        template, font_paths=[fonts()], ignore_system_fonts=True, format="pdf", timestamp=0,
        sys_inputs={"pack": json.dumps(facts, ensure_ascii=False)},
    )  # fmt: skip
    return bytes(made)


def fonts() -> Path:
    """The folder of the fonts of PDFs. Raises FontsMissing."""
    folder = Path(str(current_app.static_folder)) / "vendor" / "noto-sans-kr"
    if missing := [name for name in FONTS if not (folder / name).is_file()]:
        raise FontsMissing(f"{folder} lacks {', '.join(missing)}: run scripts/front_end.py after npm ci")
    return folder
