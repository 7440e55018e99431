"""What holds everywhere: access marks, wordings, translations, migrations, templates, layers, vocabularies."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from babel.messages.catalog import Message
from flask import Flask
from jinja2 import nodes
from werkzeug.test import TestResponse

from config import ROOT, Config
from matchmaker.app import create_app
from matchmaker.assets.rules import LegalStatus
from matchmaker.desk.search.models import SQLITE_TABLES
from matchmaker.foundation import navigation, wording
from matchmaker.foundation.access import PUBLIC, needs_of
from matchmaker.foundation.cli import extract, po_file, read_catalogue, rooms
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import POLICY, Permission, Role
from matchmaker.introductions.rules import IntroductionState
from matchmaker.matching import requirements as matching
from matchmaker.opportunities import rules as opportunities
from matchmaker.organisations.rules import VettingState
from matchmaker.vocabulary import vocabulary
from tests.client import check_page

TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*"))
REFUSALS = {"RuleViolation", "NotFound", "Forbidden"}
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")


@pytest.fixture
def app(app_on: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application on one database: nothing of what holds everywhere is asked of a table."""
    app = app_on("sqlite")
    with app.app_context():
        yield app


@pytest.fixture(autouse=True, scope="module")
def forgotten_modules() -> Iterator[None]:
    """The trees of all modules are much to hold for the tests that follow."""
    yield
    modules.cache_clear()


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    paths = sorted((ROOT / "matchmaker").rglob("*.py"))
    return [(path, ast.parse(path.read_text("utf-8"))) for path in paths]


def calls(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    """Calls of functions or methods with one of `names`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if name in names:
                yield node


def text_of(node: ast.expr, tree: ast.Module) -> str | None:
    """The text that `node` stands for: a literal, or a constant of the same module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", None) == node.id:
                return text_of(statement.value, tree)
    return None


def first_texts(names: set[str]) -> dict[str, set[str]]:
    """First arguments of all calls of `names` that are plain text, with the files they stand in."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, tree in modules():
        for call in calls(tree, names):
            if call.args and (text := text_of(call.args[0], tree)) is not None:
                found[text].add(path.relative_to(ROOT).as_posix())
    return found


# Routes


def test_every_route_says_who_may_come_in(app: Flask) -> None:
    views = app.view_functions.items()
    assert [endpoint for endpoint, view in views if endpoint != "static" and needs_of(view) is None] == []


def test_every_permission_has_a_policy_and_somebody_who_holds_it() -> None:
    assert set(POLICY) == set(Permission)
    assert [permission for permission, roles in POLICY.items() if not roles or not roles <= set(Role)] == []


def test_every_permission_is_asked_for_by_a_route(app: Flask) -> None:
    assert set(Permission) - {needs_of(view) for view in app.view_functions.values()} == set()


def test_the_menu_shows_an_entry_only_to_those_who_may_open_it(app: Flask) -> None:
    for entry in navigation._ENTRIES.values():
        needs = needs_of(app.view_functions[entry.endpoint])
        if entry.permission is None:
            assert needs == PUBLIC, entry.endpoint
        else:
            assert needs == PUBLIC or POLICY[entry.permission] <= POLICY[Permission(needs or "")], entry.endpoint


# Refusals


def test_every_refusal_has_words(app: Flask) -> None:
    asked = first_texts(REFUSALS)
    assert {code: files for code, files in asked.items() if code not in wording.known_codes()} == {}


def test_every_wording_belongs_to_a_refusal(app: Flask) -> None:
    spoken = {
        node.value
        for path, tree in modules()
        if path.name != "wording.py" or path.parent.name == "foundation"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(wording.known_codes() - spoken) == []


def test_every_wording_can_be_said_with_its_facts_in_both_languages(app: Flask) -> None:
    for language in ("ko", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            for code, sentence in wording._WORDING.items():
                facts = {name: "7" for name, _ in PLACEHOLDER.findall(str(sentence))}
                assert "%(" not in str(sentence) % facts, code


# Jobs and mails


def test_every_job_that_is_asked_for_exists(app: Flask) -> None:
    asked = first_texts({"after_commit"})
    assert {name: files for name, files in asked.items() if name not in app.extensions["jobs"]} == {}


def test_every_mail_has_its_template_and_every_template_its_mail() -> None:
    written = {path.stem for path in (ROOT / "templates" / "mail").glob("*.txt") if not path.stem.startswith("_")}
    texts = {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    posted = {
        call.args[0].value
        for _, tree in modules()
        for call in calls(tree, {"post"})
        if getattr(getattr(call.func, "value", None), "id", None) == "outbox" and isinstance(call.args[0], ast.Constant)
    }
    assert sorted(posted - written) == []
    assert sorted(written - texts) == []


# Words


def ids_of(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def korean_of(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("room", rooms())
def test_every_sentence_is_in_korean(room: str) -> None:
    korean = read_catalogue(po_file(room))
    missing = [
        message.id
        for message in extract(room)
        if message.id and not ((found := korean.get(message.id)) and all(korean_of(found)) and not found.fuzzy)
    ]
    assert missing == []


@pytest.mark.parametrize("room", rooms())
def test_every_translation_keeps_the_placeholders(room: str) -> None:
    changed = [
        message.id
        for message in read_catalogue(po_file(room))
        if message.id and all(korean_of(message))
        and any(set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(ids_of(message)[-1]))
                for said in korean_of(message))
    ]  # fmt: skip
    assert changed == []


def test_one_sentence_has_one_translation_wherever_it_stands() -> None:
    """The catalogues are merged, so the last room to name a sentence would decide for all of them."""
    said: dict[object, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in rooms():
        for message in read_catalogue(po_file(room)):
            if message.id and all(korean_of(message)):
                said[message.id][message.string].append(room)
    assert {sentence: dict(korean) for sentence, korean in said.items() if len(korean) > 1} == {}


# Templates


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_no_template_has_inline_script_style_or_handlers(name: str) -> None:
    source = (ROOT / "templates" / name).read_text("utf-8")
    forbidden = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|\bhx-on\b|javascript:|hx-vals=[\"']js:|<script\b(?![^>]*\bsrc=)"
    )
    assert [match.group(0) for match in forbidden.finditer(source)] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_switches_escaping_off(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse((ROOT / "templates" / name).read_text("utf-8"))
    assert [f.lineno for f in tree.find_all(nodes.Filter) if f.name == "safe"] == []
    assert list(tree.find_all((nodes.ScopedEvalContextModifier, nodes.MarkSafe))) == []


@pytest.mark.parametrize(
    ("body", "is_fine"),
    [
        ("<h1>A</h1>", True),
        ("<h1>A</h1><h1>B</h1>", False),
        ("<p>A</p>", False),
        ("<h1 style='color:red'>A</h1>", False),
        ("<h1>A</h1><script>1</script>", False),
        ("<h1 id='a'>A</h1><p id='a'>B</p>", False),
        ("<h1>A</h1><form method='POST'></form>", False),
        ("<h1>A</h1><form method='post'><input name='csrf_token'></form>", True),
        ("<h1>A</h1><form method='get'></form>", True),
    ],
)
def test_the_test_client_notices_a_broken_page(body: str, is_fine: bool) -> None:
    page = f"<html lang='en'><head><title>T</title></head><body>{body}</body></html>"
    response = TestResponse([page.encode()], "200", {"Content-Type": "text/html"}, None)
    if is_fine:
        check_page(response)
    else:
        with pytest.raises(AssertionError):
            check_page(response)


# Layers


def test_the_rooms_stand_along_the_river() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# Vocabularies


@pytest.mark.parametrize(
    ("kind", "list_name"),
    [
        (VettingState, "vetting_state"),
        (opportunities.OpportunityState, "opportunity_state"),
        (opportunities.Gateway, "gateway"),
        (IntroductionState, "introduction_state"),
        (LegalStatus, "legal_status"),
        (matching.Field, "requirement_field"),
        (matching.Operator, "requirement_operator"),
    ],
)
def test_states_in_code_are_those_of_the_vocabulary(kind: type[StrEnum], list_name: str) -> None:
    assert [member.value for member in kind] == [code.code for code in vocabulary().codes(list_name)]


def test_rooms_and_matching_mean_the_same_by_strength() -> None:
    assert [s.value for s in opportunities.Strength] == [s.value for s in matching.Strength]


# Migrations


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The service before its first migration."""
    url = f"sqlite:///{tmp_path / 'migrated.sqlite'}"
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("postgresql")
        url = make()
    app = create_app(Config(instance=tmp_path / "instance", database_url=url, testing=True, jobs_immediate=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    """What a new migration would have to change."""
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_rest: name not in SQLITE_TABLES}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, db.metadata))


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"} - SQLITE_TABLES


# The index over words is written out for each database; neither tells enough of it to be compared.
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_migrations_lead_to_the_models_and_back_and_there_again(bare_app: Flask) -> None:
    flask_migrate.upgrade()
    assert differences() == []

    flask_migrate.downgrade(revision="base")
    assert tables() == set()

    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    assert differences() == []


def test_migrations_never_import_the_application() -> None:
    """They describe tables as these were, whatever the code has become."""
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "matchmaker" not in path.read_text("utf-8"), path.name
