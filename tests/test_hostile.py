"""Hostile input to every route, in every role: a refusal is said, nothing crashes, nothing is half written."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.foundation.access import PUBLIC, needs_of
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import POLICY, Permission, Role
from matchmaker.opportunities.models import Attachment
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Membership
from matchmaker.organisations.rules import MembershipState, VettingState
from tests import brokerage
from tests.client import Client
from tests.factories import make_organisation, make_user
from tests.gateway.scenes import make_records
from tests.introductions.scenes import make_scene
from tests.opportunities.conftest import whole_offer
from tests.suggestions.trials import scenes as trials

READ = frozenset({200, 301, 302, 303, 308, 400, 403, 404, 409, 410, 422, 429})
WRITTEN = READ | {405, 413}
FAILURES_COUNTED = frozenset({"accounts.sign_in", "accounts.sign_in_code"})
"""Pages that refuse and yet write: they count wrong passwords."""

HUGE = 2**63 + 1
RTL = "\u202egnp.exe\u200b\u2066"
EVIL = "%_\\'\"<script>&\x00\x1f\u0000{{7*7}}%s" + RTL + "😀"
WORDS = ("\x00", "..%2f..%2fetc%2fpasswd", RTL + "😀", "a" * 3000, "²", "-1")
ROLES = {
    "member": Role.MEMBER, "other member": Role.MEMBER, "broker": Role.BROKER, "co-broker": Role.CO_BROKER,
    "administrator": Role.ADMINISTRATOR,
}  # fmt: skip
NUMBERS_ASKED = ("page", "one", "ours", "theirs", "tier", "minimum")
QUERIES = ("\x00", EVIL, "-1", "9" * 30, "²", "no_such_code")
ASKED = [
    "q", "state", "whose", "tab", "show", "next", "role", "country", "cluster", "area", "profile_type",
    "gateway", "changed", "kind", "stage", "direction", "org_type", "only_new", "words", "status", "act", "all", "id",
    "lane", "minutes", "more", "seen", "lang", "first", "last", "broker",
]  # fmt: skip


T = TypeVar("T")


@dataclass
class World:
    """Things with ids that exist, and a signed-in browser for each role."""

    clients: dict[str, Client]
    ids: dict[str, list[int]]
    """By the name of the argument, or by room and name where two rooms mean different things by one name."""
    words: dict[str, tuple[str, ...]]
    """Words that honest links hold, by endpoint."""


@pytest.fixture
def world(app: Flask, client: Client, sign_in: Callable[[User], Client]) -> World:
    scene = make_scene()
    between = brokerage.make_brokerage(scene)
    draft = whole_offer(scene.firm, state=OpportunityState.DRAFT)
    draft.attachments.append(
        Attachment(title="Plan", tier=3, sha256="0" * 64, size=1, media_type="application/pdf", file_name="plan.pdf")
    )
    waiting = make_organisation(state=VettingState.SUBMITTED)
    join = Membership(user=make_user(), organisation=scene.firm, state=MembershipState.PENDING)
    db.session.add(join)
    people = {
        "member": scene.kim, "other member": scene.lee, "broker": scene.broker, "co-broker": scene.boston,
        "administrator": make_user(Role.ADMINISTRATOR),
    }  # fmt: skip
    comparison = trials.make_scene()
    db.session.flush()
    organisations = [scene.firm.id, scene.partner.id, waiting.id]
    ids = {
        "organisation_id": organisations, "candidate_id": [scene.partner.id, scene.firm.id], "one_id": [scene.firm.id],
        "other_id": [scene.partner.id],
        "opportunity_id": [draft.id, scene.firm_offer.id, scene.partner_need.id],
        "attachment_id": [draft.attachments[0].id], "membership_id": [join.id], "user_id": [scene.lee.id],
        "trial_id": [comparison.trial.id], "pair_id": [pair.id for pair in comparison.pairs],
    }  # fmt: skip
    clients = {"visitor": client} | {name: sign_in(user) for name, user in people.items()}
    return World(clients, ids | between.ids | make_records(), between.words)


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]


def addresses(app: Flask, rule: Rule, world: World) -> Iterator[str]:
    """Real things first, then ids and words that no honest link holds."""
    numbers = {name for name in rule.arguments if name in world.ids or name.endswith("_id")}
    words = rule.arguments - numbers
    texts = _fixed_choices(rule) or (world.words.get(rule.endpoint, ()) + WORDS if words else ("",))
    room = rule.endpoint.partition(".")[0]
    real = {name: world.ids.get(f"{room}.{name}") or world.ids.get(name) or [1] for name in numbers}
    for place in range(max(3 if numbers else 1, len(texts))):
        values: dict[str, object] = {name: found[place % len(found)] for name, found in real.items()}
        yield _filled(rule, values | dict.fromkeys(words, quote(texts[place % len(texts)], safe="")))
    for number in (2**31, HUGE) if numbers else ():
        yield _filled(rule, dict.fromkeys(numbers, number) | dict.fromkeys(words, quote(texts[0], safe="")))


def _filled(rule: Rule, values: dict[str, object]) -> str:
    """The rule's address with `values` in place, whether its converters would build it or not."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)


def _fixed_choices(rule: Rule) -> tuple[str, ...]:
    """The words that an `any(…)` in the rule takes."""
    for name, converter in rule._converters.items():
        items = getattr(converter, "items", None)
        if items:
            return tuple(sorted(items))
        if name == "step":
            return ("what", "classification", "details", "partner", "visibility", "\x00")
    return ()


class Ledger:
    """Whether a statement that writes was committed."""

    def __init__(self) -> None:
        self.pending = self.kept = False

    def clear(self) -> None:
        self.pending = self.kept = False

    def note(self, _conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self.pending = True

    def commit(self, session: Session) -> None:
        if not session.in_nested_transaction():
            self.kept, self.pending = self.kept or self.pending, False

    def rollback(self, session: Session) -> None:
        if not session.in_nested_transaction():
            self.pending = False


@contextmanager
def ledger_of_writes() -> Iterator[Ledger]:
    ledger, bind = Ledger(), db.engines[None]
    listeners = [(bind, "before_cursor_execute", ledger.note), (Session, "after_commit", ledger.commit),
                 (Session, "after_rollback", ledger.rollback)]  # fmt: skip
    for target, name, listener in listeners:
        sa.event.listen(target, name, listener)
    try:
        yield ledger
    finally:
        for target, name, listener in listeners:
            sa.event.remove(target, name, listener)


def fault_of(ask: Callable[[], TestResponse], allowed: frozenset[int], ledger: Ledger | None = None) -> str:
    """What is wrong with the answer; empty when nothing is. A `ledger` must hold nothing after a refusal."""
    if ledger is not None:
        ledger.clear()
    try:
        status = ask().status_code
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a crash of the page
        db.session.rollback()
        return f"{type(error).__name__}: {str(error)[:300]}"
    if ledger is not None and ledger.kept and status >= 400:
        return f"status {status}, and something was kept"
    return "" if status in allowed else f"status {status}"


def queries(number: int) -> dict[str, str]:
    said = QUERIES[number % len(QUERIES)]
    return dict.fromkeys(ASKED, said) | dict.fromkeys(NUMBERS_ASKED, "9" * 4400 if said.isdigit() else said)


def chosen(asked: list[T], app: Flask, rule: Rule, who: str, database: str) -> list[T]:
    """All of `asked` for the roles that meet most code, some for those that share it, one for who is sent away.

    On PostgreSQL one each for those that share it, and none for who is sent away before a database is asked.
    """
    is_fewer = database == "postgresql"
    needs = needs_of(app.view_functions[rule.endpoint])
    is_let_in = needs == PUBLIC or (who != "visitor" and ROLES[who] in POLICY[Permission(needs or "")])
    if not is_let_in:
        return [] if is_fewer else asked[:1]
    let_in = [one for one, role in ROLES.items() if needs != PUBLIC and role in POLICY[Permission(needs or "")]]
    if who == (let_in[0] if let_in else "visitor"):
        return asked
    return asked[len(rule.rule) % 3 :: 6 if is_fewer else 3]


def test_no_address_and_no_query_crashes_a_page(app, world, database):
    faults: list[str] = []
    for rule in rules(app, "GET"):
        asked = [(path, queries(n) if n % 2 == 0 else {}) for n, path in enumerate(addresses(app, rule, world))]
        asked += [] if rule.arguments else [(rule.rule, queries(n)) for n in range(1, len(QUERIES))]
        for who, reader in world.clients.items():
            for path, query in chosen(asked, app, rule, who, database):
                fault = fault_of(lambda r=reader, p=path, q=query: r.get(p, query_string=q), READ)
                faults += [f"{who} GET {path[:90]} {query.get('q', '')[:20]!r}: {fault}"] if fault else []
    assert not faults, "\n".join(faults)


def field_names(page: str) -> list[str]:
    soup = BeautifulSoup(page, "html.parser")
    found = [tag["name"] for tag in soup.find_all(("input", "select", "textarea", "button"), attrs={"name": True})]
    return list(dict.fromkeys(found))


EXTRA = [
    "version", "answer", "reason", "join", "create", "profile_type", "next", "send", "add_requirement",
    "add_field", "add_alternative", "then", "judge-grade", "judge-note", "pick-note", "role", "email",
    "password", "code", "upload-tier", "upload-title", "block-name", "block-domain", "decision", "country",
    "sheet", "state", "consent", "full_name", "time_zone", "locale", "is_staff", "organisation_id", "words",
    "assign-broker", "answer-answer", "answer-note", "note-note", "refuse-reason", "invite-email",
    "contact-email", "contact-name", "verdict", "variant_a", "variant_b", "organisations", "length", "body",
    "may_share", "tier", "token", "lane", "slot", "minutes", "own_day", "own_time", "video_link", "cancel-reason",
    "ask-reason", "user", "kind", "outcome", "absent", "comment", "happened_on", "amount", "currency",
    "promises-0-text", "promises-0-due_on", "promises-0-owner", "evidence-url", "evidence-name", "url", "name",
    "due_on", "done_on", "what", "act", "chosen", "item", "to", "fingerprint", "giver", "query", "day", "name_ko",
    "digest_hour",
]  # fmt: skip


def bodies(names: list[str]) -> Iterator[dict[str, str]]:
    """Nothing; then every field with a value that nobody types."""
    yield {}
    for value in ("\x00", EVIL, "no_such_code"):
        yield dict.fromkeys(names, value)
    yield dict.fromkeys(names, "²") | dict.fromkeys(EXTRA, "9" * 4400)
    yield dict.fromkeys(EXTRA, "가" * 3000)


def forms_seen(world: World) -> list[str]:
    """Names of the fields of every form that the roles of this world are shown."""
    kim, admin = world.clients["member"], world.clients["administrator"]
    draft = world.ids["opportunity_id"][0]
    pages = [kim.get(f"/organisation/edit/{step}") for step in ("identity", "about", "people", "quality", "visibility")]
    pages += [kim.get(f"/opportunities/{draft}/edit/{step}") for step in
              ("what", "classification", "details", "partner", "visibility")]  # fmt: skip
    pages += [admin.get("/staff/people/invite"), world.clients["visitor"].get("/sign-up")]
    pages += [kim.get(path) for path in brokerage.pages_of_members(world.ids)]
    pages += [world.clients["broker"].get(path) for path in brokerage.pages_of_staff(world.ids)]
    assert [page.request.path for page in pages if page.status_code != 200] == []
    return list(dict.fromkeys([*EXTRA, *(name for page in pages for name in field_names(page.text))]))


class Form:
    """A body, encoded once for all requests."""

    def __init__(self, body: dict[str, str], *, with_files: bool) -> None:
        self._body = body
        self._with_files = with_files
        # Letters stand as they are: to escape megabytes of them and back takes longer than all else in a request.
        written = (f"{name}={ESCAPED.sub(lambda found: f'%{ord(found[0]):02X}', said)}" for name, said in body.items())
        self._encoded = "&".join(written).encode()

    def sent(self) -> dict[str, object]:
        """What the client is to send; files are read once, so that each request needs its own."""
        if self._with_files:
            return {"data": self._body | files()}
        return {"data": self._encoded, "content_type": "application/x-www-form-urlencoded"}


ESCAPED = re.compile(r"[\x00-\x20%&+=;#]")


def files() -> dict[str, object]:
    """Documents with names that lead elsewhere."""
    document, table, name = b"%PDF-\x00", "이름,국가\n=1+2,KR\n".encode(), RTL + "\x00../../x.pdf"
    return {"file": (io.BytesIO(table), "\x00/../x.csv")} | {
        field: (io.BytesIO(document), name) for field in ("upload-file", "files", "evidence-file")
    }


def test_no_form_crashes_a_write_and_what_is_refused_leaves_nothing(app, world, database):
    faults: list[str] = []
    forms = [Form(body, with_files=n % 3 == 1) for n, body in enumerate(bodies(forms_seen(world)))]
    with ledger_of_writes() as ledger:
        for rule in rules(app, "POST"):
            if rule.endpoint in ENDS_A_LIFE:
                continue
            paths = list(addresses(app, rule, world))
            for who, writer in world.clients.items():
                for number, form in chosen(list(enumerate(forms)), app, rule, who, database):
                    path = paths[number % len(paths)]
                    watched = None if rule.endpoint in FAILURES_COUNTED else ledger
                    fault = fault_of(lambda w=writer, p=path, f=form: w.post(p, **f.sent()), WRITTEN, watched)
                    faults += [f"{who} POST {path[:80]} body {number}: {fault}"] if fault else []
    assert not faults, "\n".join(faults)


ENDS_A_LIFE = frozenset({"staff_organisations.delete", "people.disable", "accounts.sign_out", "accounts.end_sessions"})
"""Writes that need no form and take the ground away under the others; they have tests of their own."""
