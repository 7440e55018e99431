"""A real browser against a real server: how journeys walk."""

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Config
from matchmaker.app import create_app
from matchmaker.demo import service as demo
from matchmaker.demo.reader import read
from matchmaker.foundation.database import db, transaction
from matchmaker.suggestions import builds
from tests.journeys.gateway import PASSWORD, Gateway
from tests.journeys.reader import HEIGHT, WIDE, Reader

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 15_000
"""Milliseconds to wait for what should come at once: the machine may be busy."""


class QuietHandler(WSGIRequestHandler):
    """Serves without a line for each picture in the report of a test that fails."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep it."""


def make_app(instance: Path) -> Flask:
    """The service with its own folder, its jobs run at once, mails kept as files."""
    app = create_app(
        Config(
            instance=instance, jobs_immediate=True, limits_enabled=False, secret_key="for journeys only",
            password_time_cost=1, password_memory_kib=64,
        )
    )  # fmt: skip
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600  # each browser asks for pictures and fonts once
    return app


@contextlib.contextmanager
def served(app: Flask, instance: Path) -> Iterator[Gateway]:
    """`app`, reachable for a browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Gateway(f"http://127.0.0.1:{server.server_port}", app, instance / "mail")
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A service with an empty SQLite database."""
    instance = tmp_path_factory.mktemp("journey")
    app = make_app(instance)
    with app.app_context():
        db.create_all()
    with served(app, instance) as gateway:
        yield gateway


@pytest.fixture(scope="session")
def demo_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a service with the demo cluster and its matches, made once."""
    instance = tmp_path_factory.mktemp("demo")
    with make_app(instance).app_context():
        db.create_all()
        with transaction():
            demo.load(read(), lambda: None)
            demo.make_logins(demo.FIRM_KEY, demo.PARTNER_KEY)
        builds.build()
        db.engine.dispose()
    return instance


@pytest.fixture(scope="module")
def demo_gateway(demo_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A service of its own with the demo cluster."""
    instance = tmp_path_factory.mktemp("journey") / "demo"
    shutil.copytree(demo_instance, instance)
    with served(make_app(instance), instance) as gateway:
        yield gateway


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the journeys are skipped, unless the gate demands them."""
    if CHROMIUM is None:
        if os.environ.get("MATCHMAKER_REQUIRE_BROWSER"):
            pytest.fail("no Chromium found")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, gateway: Gateway) -> Iterator[Callable[..., Page]]:
    """Opens a new visitor's browser in a language and at a width; console errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_browser(language: str = "ko", width: int = WIDE, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=gateway.url, locale=language, viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _matters(message) else None)
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert errors == []


def _matters(message: ConsoleMessage) -> bool:
    """Whether a console line is an error of ours: refused forms (422) are part of the walk."""
    return message.type == "error" and "status of 422" not in message.text


@pytest.fixture
def reader(visit: Callable[..., Page], gateway: Gateway) -> Callable[..., Reader]:
    """Gives a person with a browser in their language; without scripts, pages are not inspected by them."""

    def arrive(language: str, address: str = "", password: str = PASSWORD, *, javascript: bool = True) -> Reader:
        page = visit(language, javascript=javascript)
        return Reader(page, gateway, language, address, password, inspects=javascript)

    return arrive
