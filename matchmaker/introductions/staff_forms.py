"""The forms of the page on which a broker works: at most one of them was sent."""

from dataclasses import dataclass
from typing import Any

from matchmaker.introductions.forms import (
    AnswerForm,
    AssignForm,
    NoteForm,
    ReasonForm,
    RefuseForm,
    VersionedForm,
)
from matchmaker.introductions.question_forms import QuestionForm, RecordedReplyForm

_KINDS: dict[str, type[VersionedForm]] = {
    "assign": AssignForm, "send_back": ReasonForm, "refuse": RefuseForm, "withdraw": NoteForm,
    "answer": AnswerForm, "note": NoteForm, "ask": QuestionForm, "reply": RecordedReplyForm,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffForms:
    """All forms of the page, each with its name as prefix so that ids stay unique."""

    assign: AssignForm
    send_back: ReasonForm
    refuse: RefuseForm
    withdraw: NoteForm
    answer: AnswerForm
    note: NoteForm
    ask: QuestionForm
    reply: RecordedReplyForm

    @classmethod
    def empty(cls) -> "StaffForms":
        """Forms nobody has filled in."""
        return cls.sent("")

    @classmethod
    def sent(cls, name: str) -> "StaffForms":
        """Forms of which `name` holds what was sent."""
        made: dict[str, Any] = {
            kind: form(prefix=kind) if kind == name else form(formdata=None, prefix=kind)
            for kind, form in _KINDS.items()
        }
        return cls(**made)

    def __getitem__(self, name: str) -> VersionedForm:
        form: VersionedForm = getattr(self, name)
        return form

    def show_version(self, version: int) -> None:
        """Let each form name the version that the reader sees."""
        for name in _KINDS:
            self[name].version.data = version

    def has_errors(self) -> bool:
        """Whether what was sent was refused."""
        return any(self[name].errors for name in _KINDS)
