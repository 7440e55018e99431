"""Headings of a pack, in both languages: page and PDF show both at once whatever the reader's language."""

from collections.abc import Mapping

from matchmaker.matching import Verdict
from matchmaker.meetings.packs.bilingual import Bilingual
from matchmaker.meetings.rules import ParticipantRole

LABELS: Mapping[str, Bilingual] = {
    "pack": Bilingual("상담 자료", "Meeting pack"),
    "times": Bilingual("일시", "Time"),
    "place": Bilingual("장소", "Place"),
    "video": Bilingual("화상 회의", "Video"),
    "owner": Bilingual("상담 책임자", "Meeting owner"),
    "people": Bilingual("참석자", "Participants"),
    "sides": Bilingual("양측 소개", "Both sides in brief"),
    "terms": Bilingual("공통 용어", "Shared terms"),
    "no_terms": Bilingual(
        "양측 자료에 공통으로 나오는 용어가 없습니다.", "The texts of both sides share no term of the glossary."
    ),
    "questions": Bilingual("물어볼 만한 질문", "Questions to put"),
    "asks": Bilingual("질문하는 측", "Asked by"),
    "requirements": Bilingual("요구 사항 대조", "Requirements"),
    "no_requirements": Bilingual("양측 모두 요구 사항을 밝히지 않았습니다.", "Neither side has stated a requirement."),
    "requirement": Bilingual("요구 사항", "Requirement"),
    "by": Bilingual("요구한 측", "Stated by"),
    "verdict": Bilingual("상대의 현황", "Other side"),
    "not_given": Bilingual("미정", "Not given"),
    "no_text": Bilingual("소개 글이 없습니다.", "No description is given."),
    "confidential": Bilingual(
        "이 자료는 상담 참석자만을 위한 것입니다. 제3자에게 전달하지 마십시오."
        " 비밀유지계약을 맺기 전에는 비공개 정보를 말씀하지 않는 것이 좋습니다.",
        "This pack is for the participants only; do not pass it on. Before a confidentiality agreement is signed, it is"
        " better not to disclose confidential information.",
    ),
    "source": Bilingual(
        "내용은 양측이 등록한 정보에서 자동으로 작성되었습니다.",
        "Made automatically from what both sides have registered.",
    ),
}
VERDICTS: Mapping[Verdict, Bilingual] = {
    Verdict.MATCH: Bilingual("충족", "Match"),
    Verdict.GAP: Bilingual("미충족", "Gap"),
    Verdict.UNKNOWN: Bilingual("확인 필요", "Unknown"),
}
ROLES: Mapping[ParticipantRole, Bilingual] = {
    ParticipantRole.HOST: Bilingual("", ""),
    ParticipantRole.GUEST: Bilingual("", ""),
    ParticipantRole.BROKER: Bilingual("담당자", "Broker"),
    ParticipantRole.INTERPRETER: Bilingual("통역", "Interpreter"),
    ParticipantRole.OBSERVER: Bilingual("참관", "Observer"),
}
