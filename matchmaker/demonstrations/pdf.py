"""A certificate as a PDF in Korean and English, set by Typst. All words go in as data, so none can become markup."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import current_app

from matchmaker.demonstrations.certificates import CertifiedSite, Facts
from matchmaker.demonstrations.wording import SIGNS
from matchmaker.foundation.codes import country_name
from matchmaker.foundation.working_days import SEOUL
from matchmaker.meetings.packs.bilingual import Bilingual, both
from matchmaker.meetings.packs.pdf import fonts

_TEMPLATE = "demonstrations/certificate.typ"
LABELS = {
    "title": Bilingual("국제 공동 실증 확인서", "Certificate of joint international demonstration"),
    "code": Bilingual("확인 번호", "Verification code"),
    "issued": Bilingual("발급일", "Issued on"),
    "period": Bilingual("실증 기간", "Period"),
    "what": Bilingual("실증 내용", "What was demonstrated"),
    "parties": Bilingual("참여 기관", "Organisations"),
    "sites": Bilingual("실증 장소", "Sites"),
    "criteria": Bilingual("합격 기준과 측정 결과", "Acceptance criteria and results"),
    "criterion": Bilingual("기준", "Criterion"),
    "target": Bilingual("목표", "Target"),
    "before": Bilingual("기존 값", "Before"),
    "measured": Bilingual("장소별 측정값", "Measured, by site"),
    "evidence": Bilingual("근거 자료", "Files of evidence"),
    "unnamed": Bilingual("공개에 동의하지 않은 기관", "Organisations that are not named"),
    "statement": Bilingual(
        "위 실증이 두 나라의 모든 장소에서 합의된 기준을 충족하였음을 근거 자료를 바탕으로"
        " 시흥산업진흥원이 확인합니다.",
        "On the evidence given, the Siheung agency confirms that the demonstration met the agreed criteria at every"
        " site in both countries.",
    ),
    "verify": Bilingual("아래 주소에서 이 확인서를 확인할 수 있습니다.", "This certificate can be checked at:"),
}


def certificate_pdf(facts: Facts) -> bytes:
    """The PDF; the same facts give the same bytes. Raises FontsMissing."""
    data = _data(facts) | {"labels": {name: asdict(label) for name, label in LABELS.items()}}
    template = Path(current_app.root_path).parent / str(current_app.template_folder) / _TEMPLATE
    made = typst.compile(template, font_paths=[fonts()], ignore_system_fonts=True, format="pdf", timestamp=0,
                         sys_inputs={"certificate": json.dumps(data, ensure_ascii=False)})  # fmt: skip
    return bytes(made)


def _data(facts: Facts) -> dict[str, Any]:
    base = current_app.extensions["config"].base_url
    return {
        "code": facts.code, "url": f"{base}/certificates/{facts.code}", "title": facts.title, "hidden": facts.hidden,
        "issued": _both(lambda code: format_date(facts.issued_at.astimezone(SEOUL), "long", locale=code)),
        "period": _both(lambda code: " – ".join(format_date(day, "long", locale=code)
                                                for day in (facts.first, facts.last) if day)),
        "parties": [_both(one.name) for one in facts.parties],
        "sites": [asdict(_place(site)) for site in facts.sites],
        "criteria": [
            {"name": one.name, "target": f"{SIGNS[one.operator]} {_number(one.target)} {one.unit}".strip(),
             "before": "–" if one.before is None else f"{_number(one.before)} {one.unit}".strip(),
             "values": [f"{_number(value)} {one.unit}".strip() for value in one.values]}
            for one in facts.criteria
        ],
        "evidence": facts.evidence,
    }  # fmt: skip


def _place(site: CertifiedSite) -> Bilingual:
    """An asset by its name, any other site by its country."""
    if site.asset_ko:
        return Bilingual(site.asset_ko, site.asset_en)
    return both(lambda _language: country_name(site.country))


def _both(make: Callable[[str], str]) -> dict[str, str]:
    return asdict(both(make))


def _number(value: Any) -> str:
    return str(format_decimal(value, locale="en", decimal_quantization=False))
