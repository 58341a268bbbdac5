"""Settings come from SUTRADHAR_… variables, have working defaults, and a bad one is named in one line."""

from pathlib import Path

import pytest

from sutradhar.errors import SutradharError
from sutradhar.settings import load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STORE", "STORE_USER", "STORE_PASSWORD", "HOME", "LOG_LEVEL"):
        monkeypatch.delenv(f"SUTRADHAR_{name}", raising=False)


def test_defaults() -> None:
    settings = load_settings()
    assert settings.store == "sutradhar.kglite"
    assert settings.store_user == "neo4j"
    assert settings.password is None
    assert settings.home.is_absolute() and settings.home.name == "sutradhar"
    assert settings.neo4j_home == settings.home / "neo4j"
    assert settings.log_level == "WARNING"


def test_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUTRADHAR_STORE", "neo4j+s://db.example.org")
    monkeypatch.setenv("SUTRADHAR_STORE_USER", "reader")
    monkeypatch.setenv("SUTRADHAR_STORE_PASSWORD", "गुप्त-शब्द")
    monkeypatch.setenv("SUTRADHAR_HOME", "~/own")
    monkeypatch.setenv("SUTRADHAR_LOG_LEVEL", "debug")
    settings = load_settings()
    assert (settings.store, settings.store_user) == ("neo4j+s://db.example.org", "reader")
    assert settings.password == "गुप्त-शब्द"
    assert settings.home == Path.home() / "own"
    assert settings.log_level == "DEBUG"


def test_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUTRADHAR_STORE_PASSWORD", "not-for-logs")
    assert "not-for-logs" not in repr(load_settings())


def test_empty_password_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUTRADHAR_STORE_PASSWORD", "")
    assert load_settings().password is None


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "loud"), ("STORE", " "), ("STORE_USER", "")])
def test_bad_value_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SUTRADHAR_{name}", value)
    with pytest.raises(SutradharError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"SUTRADHAR_{name}: ")
    assert "\n" not in str(caught.value)
