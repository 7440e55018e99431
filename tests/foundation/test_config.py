"""Settings from the environment, and the installation's own key."""

import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config, kept_secret


def test_every_kind_of_setting_is_read_from_the_environment() -> None:
    config = Config.from_environment({
        "MATCHMAKER_INSTANCE": "/srv/gateway", "MATCHMAKER_BASE_URL": "https://gateway.example",
        "MATCHMAKER_SMTP_PORT": "587", "MATCHMAKER_SMTP_TLS": "Yes", "MATCHMAKER_LIMITS_ENABLED": "0",
        "MATCHMAKER_UNKNOWN": "x", "OTHER": "y",
    })  # fmt: skip

    assert config == Config(
        instance=Path("/srv/gateway"), base_url="https://gateway.example", smtp_port=587, smtp_tls=True,
        limits_enabled=False,
    )  # fmt: skip


def test_without_settings_everything_lies_in_the_instance_folder() -> None:
    config = Config.from_environment({})

    assert config == Config()
    assert config.sqlalchemy_url == f"sqlite:///{config.instance / 'matchmaker.sqlite'}"
    assert Config(database_url="postgresql+psycopg://h/d").sqlalchemy_url == "postgresql+psycopg://h/d"


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [("SMTP_PORT", "twenty-five", "int"), ("SMTP_TLS", "maybe", "bool"), ("SESSION_HOURS", "", "int"),
     ("LIMITS_ENABLED", "", "bool"), ("PUBLICATION_DAYS", "1.5", "int")],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str, kind: str) -> None:
    with pytest.raises(ValueError, match=f"^MATCHMAKER_{name}='{value}': expected {kind}$"):
        Config.from_environment({f"MATCHMAKER_{name}": value})


def test_settings_reach_flask_under_its_names(tmp_path: Path) -> None:
    given = Config(instance=tmp_path, secret_key="k", base_url="https://x.example", session_hours=3, upload_limit_mib=2)

    settings = given.flask_settings()

    wanted = {
        "SECRET_KEY": "k", "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=3), "MAX_CONTENT_LENGTH": 2 * 1024 * 1024, "TESTING": False,
    }  # fmt: skip
    assert {name: settings[name] for name in wanted} == wanted
    assert not (tmp_path / "secret_key").exists()


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    instance = tmp_path / "new" / "instance"

    key = kept_secret(instance)

    assert len(key) >= 64
    assert kept_secret(instance) == key
    assert [path.name for path in instance.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((instance / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        keys.append(kept_secret(tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert keys[0]
