"""Settings: one refusal that names everything missing, and no way to send money to the wrong place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from saas.kernel.db import sqlite_url
from saas.settings import (
    ROOT,
    SANDBOX_KEY,
    Settings,
    SettingsError,
    load_settings,
    refuse_shared_secrets,
)

PRODUCTION: dict[str, Any] = {
    "saas_env": "production",
    "secret_key": "x" * 32,
    "data_keys": "y" * 32,
    "password_peppers": "z" * 32,
    "base_url": "https://www.example.com",
    "database_url": "postgresql+psycopg://app_web:one@db/careercanopy",
    "staff_database_url": "postgresql+psycopg://app_staff:two@db/careercanopy",
    "row_security_key": "k" * 32,
    "stripe_secret_key": "sk_live_1",
    "stripe_webhook_secret": "whsec_1",
    "stripe_livemode": True,
    "smtp_url": "smtp://mail.example.com",
    "mail_sender": "hello@example.com",
    "support_email": "help@example.com",
}
BARE = {"saas_env": "production", "stripe_livemode": True}


@pytest.fixture(autouse=True)
def _an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SAAS_ENV", *(name.upper() for name in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def refusal(**given: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(**given)
    return str(caught.value)


def test_production_with_everything_starts() -> None:
    assert load_settings(**PRODUCTION).is_production


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "DATA_KEYS",
        "PASSWORD_PEPPERS",
        "BASE_URL",
        "DATABASE_URL",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "SMTP_URL",
        "MAIL_SENDER",
        "SUPPORT_EMAIL",
    ],
)
def test_production_names_everything_that_is_missing_at_once(name: str) -> None:
    assert name in refusal(**BARE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret_key", "too short"),
        ("data_keys", ""),
        ("data_keys", "a key of at least thirty-two characters,too short"),
        ("base_url", "http://www.example.com"),
        ("stripe_webhook_secret", "whsec_sandbox"),
        ("stripe_webhook_secret", " , "),
        ("smtp_url", ""),
        ("staff_database_url", ""),
        ("row_security_key", ""),
        ("row_security_key", "too short"),
        ("mail_sender", "hello@careercanopy.example"),
    ],
)
def test_production_names_what_is_unfit_and_nothing_else(name: str, value: str) -> None:
    reason = refusal(**PRODUCTION | {name: value})
    assert name.upper() in reason
    assert reason.count(",") <= 1


def test_a_refusal_shows_no_secret() -> None:
    assert "sk_live_" not in refusal(**PRODUCTION | {"smtp_url": "", "stripe_api_base": "http://127.0.0.1:8003"})


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
def test_a_live_key_goes_to_stripe_alone(key: str) -> None:
    reason = refusal(**PRODUCTION | {"stripe_secret_key": key, "stripe_api_base": "http://127.0.0.1:8003"})
    assert "a live key may only go to Stripe" in reason


@pytest.mark.parametrize(
    "base", ["http://stripe.example.com", "http://10.0.0.1:8003", "https://127.0.0.1.example.com", "nonsense"]
)
def test_another_stripe_must_be_on_this_machine(base: str) -> None:
    assert "must be an address on this machine" in refusal(stripe_api_base=base)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8003", "http://localhost:8003", "http://[::1]:8003"])
def test_this_machine_has_several_names(base: str) -> None:
    assert load_settings(stripe_api_base=base).stripe_api_base == base


@pytest.mark.parametrize(("key", "livemode"), [("sk_test_1", True), ("sk_live_1", False), ("rk_live_1", False)])
def test_the_key_and_the_mode_agree(key: str, livemode: bool) -> None:
    assert "disagree" in refusal(**PRODUCTION | {"stripe_secret_key": key, "stripe_livemode": livemode})


def test_production_may_run_in_test_mode_with_a_test_key() -> None:
    assert load_settings(**PRODUCTION | {"stripe_secret_key": "sk_test_1", "stripe_livemode": False}).is_production


def test_outside_production_without_a_key_the_sandbox_is_used() -> None:
    settings = load_settings()
    assert settings.stripe_secret_key.get_secret_value() == SANDBOX_KEY
    assert settings.stripe_api_base == "http://127.0.0.1:8003"
    assert settings.webhook_secrets == ("whsec_sandbox",)


def test_a_key_of_ones_own_is_left_alone() -> None:
    settings = load_settings(stripe_secret_key="sk_test_mine", stripe_webhook_secret="whsec_mine")
    assert (settings.stripe_api_base, settings.webhook_secrets) == ("", ("whsec_mine",))


@pytest.mark.parametrize(
    ("given", "secrets"), [("a", ("a",)), ("a,b", ("a", "b")), (" a , b ,", ("a", "b")), ("", ("whsec_sandbox",))]
)
def test_several_webhook_secrets_are_separated_by_commas(given: str, secrets: tuple[str, ...]) -> None:
    assert load_settings(stripe_webhook_secret=given).webhook_secrets == secrets


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sqlite:///instance/x.db", sqlite_url(ROOT / "instance" / "x.db")),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite:////srv/a%3Fb/100%25.db", "sqlite:////srv/a%3Fb/100%25.db"),
        ("postgresql+psycopg://app_rt@db/x", "postgresql+psycopg://app_rt@db/x"),
    ],
)
def test_a_relative_sqlite_path_lies_beside_the_program(
    given: str, kept: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(database_url=given).database_url == kept


def test_the_environment_comes_before_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE_URL", "http://127.0.0.1:9999")
    assert load_settings().base_url == "http://127.0.0.1:9999"


@pytest.mark.parametrize(
    ("name", "value"), [("SAAS_ENV", "staging"), ("STRIPE_LIVEMODE", "perhaps"), ("LOG_FORMAT", "xml")]
)
def test_what_cannot_be_read_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert name in refusal()


def test_where_nothing_else_is_named_all_is_kept_in_the_instance_folder(tmp_path: Path) -> None:
    settings = load_settings(instance_dir=tmp_path)
    assert (settings.database_url, settings.mail_dir) == (sqlite_url(tmp_path / "careercanopy.db"), tmp_path / "mail")
    assert load_settings(saas_env="test", instance_dir=tmp_path).mail_dir == tmp_path / "mail-test"


def test_the_instance_folder_lies_beside_the_program() -> None:
    assert load_settings(instance_dir="elsewhere").database_url == sqlite_url(ROOT / "elsewhere" / "careercanopy.db")
    assert load_settings(**PRODUCTION).mail_dir is None


def test_the_clock_is_shifted_while_developing() -> None:
    assert load_settings(clock_shift="60d").clock_shift == "60d"


@pytest.mark.parametrize("shift", ["60", "d", "sixty days", "-3d", "1.5h"])
def test_a_shift_that_cannot_be_read_is_named(shift: str) -> None:
    assert "CLOCK_SHIFT" in refusal(clock_shift=shift)


def test_production_refuses_a_shifted_clock_with_everything_else() -> None:
    reason = refusal(**PRODUCTION | {"clock_shift": "60d", "smtp_url": ""})
    assert "CLOCK_SHIFT is for development" in reason
    assert "SMTP_URL" in reason


def test_a_shifted_clock_needs_the_local_stripe() -> None:
    assert "CLOCK_SHIFT needs the local Stripe" in refusal(clock_shift="60d", stripe_secret_key="sk_test_mine")


def test_production_refuses_a_mail_server_of_a_kind_it_does_not_know() -> None:
    assert "SMTP_URL (smtp:// or smtps://)" in refusal(**PRODUCTION | {"smtp_url": "mail.example.com:587"})


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().base_url = "http://elsewhere.example"


def test_the_example_names_every_setting_and_no_other() -> None:
    lines = (ROOT / "config" / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named == {name.upper() for name in Settings.model_fields}


def database(name: str, password: str = "") -> str:
    return f"postgresql+psycopg://{name}:{password or name}@db/careercanopy"


WORKER = {key: value for key, value in PRODUCTION.items() if "database" not in key and key != "row_security_key"} | {
    "worker_database_url": database("app_worker")
}
MIGRATION = {
    "saas_env": "production",
    "owner_database_url": database("app_owner"),
    "database_url": "postgresql+psycopg://app_web@db/careercanopy",
    "staff_database_url": "postgresql+psycopg://app_staff@db/careercanopy",
    "worker_database_url": "postgresql+psycopg://app_worker@db/careercanopy",
    "row_security_key": "k" * 32,
}


def test_a_worker_needs_its_own_role_and_no_other() -> None:
    settings = load_settings(**WORKER)
    refuse_shared_secrets(settings, "worker")
    assert settings.worker_url == settings.command_url == database("app_worker")
    with pytest.raises(SettingsError, match="needs DATABASE_URL"):
        refuse_shared_secrets(settings, "web")
    with pytest.raises(SettingsError, match="needs WORKER_DATABASE_URL"):
        refuse_shared_secrets(load_settings(**PRODUCTION), "worker")


def test_the_migration_needs_the_owner_and_the_names_of_the_roles() -> None:
    settings = load_settings(**MIGRATION)
    assert settings.role_names == {"web": "app_web", "staff": "app_staff", "worker": "app_worker"}
    assert "ROW_SECURITY_KEY" in refusal(**MIGRATION | {"row_security_key": ""})
    assert "WORKER_DATABASE_URL" in refusal(**MIGRATION | {"worker_database_url": ""})


@pytest.mark.parametrize("process", ["web", "worker"])
def test_nothing_that_runs_holds_the_owners_password(process: Literal["web", "worker"]) -> None:
    given = PRODUCTION | WORKER | MIGRATION
    with pytest.raises(SettingsError, match="OWNER_DATABASE_URL is for `saas migrate` alone"):
        refuse_shared_secrets(load_settings(**given), process)


@pytest.mark.parametrize(
    ("staff_url", "reason"),
    [
        (database("app_web", "other"), "DATABASE_URL and STAFF_DATABASE_URL name one role"),
        (database("app_staff", "one"), "DATABASE_URL and STAFF_DATABASE_URL have one password"),
    ],
)
def test_two_processes_share_neither_role_nor_password(staff_url: str, reason: str) -> None:
    assert reason in refusal(**PRODUCTION | {"staff_database_url": staff_url})


def test_development_may_use_one_role_for_everything() -> None:
    settings = load_settings(saas_env="development", database_url=database("me"))
    assert settings.staff_url == settings.worker_url == settings.command_url == database("me")


def test_a_secret_may_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment comes first, so that one value can be tried without touching the files."""
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    for name, value in PRODUCTION.items():
        if isinstance(value, str) and name != "saas_env":
            (tmp_path / name).write_text(value + "\n", encoding="utf-8")
    monkeypatch.setenv("SMTP_URL", "smtp://another.example.com")
    settings = load_settings(saas_env="production")
    assert settings.secret_key.get_secret_value() == PRODUCTION["secret_key"]
    assert settings.staff_url == PRODUCTION["staff_database_url"]
    assert settings.smtp_url == "smtp://another.example.com"
