"""Settings: config/default.toml, overlaid by config/<SAAS_ENV>.toml, by files of secrets, and by the environment.

A file in /run/secrets (or in SECRETS_DIR) is named as the setting in lower case and holds its value.

Everything that is missing or unsafe is refused at once, in one sentence that names all of it.
"""

from __future__ import annotations

import hmac
import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from saas.kernel import encryption
from saas.kernel.clock import parse_shift
from saas.kernel.db import sqlite_url

ROOT = Path(__file__).resolve().parent.parent
Environment = Literal["development", "test", "production"]
DEVELOPMENT_SECRET = "for development only, never in production"  # noqa: S105  # refused in production
DATABASES = ("DATABASE_URL", "STAFF_DATABASE_URL", "WORKER_DATABASE_URL", "OWNER_DATABASE_URL")
ROW_SECURITY = "ROW_SECURITY_KEY (at least 32 characters)"
SANDBOX_KEY = "sk_test_sandbox"
DEVELOPMENT_DATA_KEY = "for development alone and for nobody's answers"
SANDBOX_WEBHOOK_SECRET = "whsec_sandbox"  # noqa: S105  # refused in production


class SettingsError(SystemExit):
    """The program cannot start; the text is the one sentence that says why."""


class Settings(BaseSettings):
    """Typed settings. Every name is also an environment variable in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    saas_env: Environment = "development"
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    secret_key_fallbacks: SecretStr = SecretStr("")
    password_peppers: SecretStr = SecretStr("")
    data_keys: SecretStr = SecretStr(DEVELOPMENT_DATA_KEY)
    base_url: str
    instance_dir: Path = ROOT / "instance"
    database_url: str = ""
    staff_database_url: str = ""
    worker_database_url: str = ""
    owner_database_url: str = ""
    row_security_key: SecretStr = SecretStr("")
    redis_url: str = ""
    requests_per_minute: PositiveInt = 600
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    stripe_api_base: str = ""
    stripe_livemode: bool
    stripe_account_id: str
    stripe_tax: bool = False
    stripe_invoices: bool = False
    refund_duplicates: bool = False
    sweep_seconds: float = 300
    smtp_url: str = ""
    mail_dir: Path | None = None
    mail_sender: str
    support_email: str
    metrics_token: SecretStr = SecretStr("")
    log_format: Literal["json", "plain"]
    clock_shift: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        given = getattr(init_settings, "init_kwargs", {})
        name = given.get("saas_env") or os.environ.get("SAAS_ENV", "development")
        files = [ROOT / "config" / f"{part}.toml" for part in (name, "default")]
        tables = [TomlConfigSettingsSource(settings_cls, file) for file in files if file.exists()]
        folder = Path(os.environ.get("SECRETS_DIR", "/run/secrets"))
        secrets = [SecretsSettingsSource(settings_cls, secrets_dir=folder)] if folder.is_dir() else []
        return (init_settings, env_settings, *secrets, *tables)

    @field_validator("database_url", "staff_database_url", "worker_database_url", "owner_database_url")
    @classmethod
    def _sqlite_beside_the_program(cls, url: str) -> str:
        """A relative SQLite path is below the project, wherever the command was started."""
        try:
            parsed = make_url(url) if url else None
        except ArgumentError as error:
            raise ValueError(str(error)) from None
        if parsed is None or parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
            return url
        return parsed.set(database=str(ROOT / str(parsed.database))).render_as_string(hide_password=False)

    @field_validator("mail_dir", "instance_dir")
    @classmethod
    def _folder_beside_the_program(cls, folder: Path | None) -> Path | None:
        return ROOT / folder if folder else None

    @field_validator("clock_shift")
    @classmethod
    def _is_duration(cls, text: str) -> str:
        parse_shift(text)
        return text

    @property
    def is_production(self) -> bool:
        return self.saas_env == "production"

    @property
    def data_secrets(self) -> tuple[str, ...]:
        """What answers and notes are encrypted with, newest first."""
        return _split(self.data_keys)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        return _split(self.stripe_webhook_secret)

    @property
    def staff_url(self) -> str:
        """Where staff pages and commands about people connect. One URL may serve every process outside production."""
        return self.staff_database_url or self.database_url

    @property
    def command_url(self) -> str:
        """Where a command connects, with the rights of whichever container it is run in."""
        return self.worker_database_url or self.staff_url

    @property
    def role_names(self) -> dict[str, str]:
        """The role of PostgreSQL that each process connects as; empty on SQLite."""
        urls = {"web": self.database_url, "staff": self.staff_url, "worker": self.worker_url}
        names = {process: make_url(url).username for process, url in urls.items() if url.startswith("postgresql")}
        return {process: name for process, name in names.items() if name}

    @property
    def worker_url(self) -> str:
        return self.worker_database_url or self.database_url

    @property
    def row_security_keys(self) -> tuple[bytes, ...]:
        """What proves an account to PostgreSQL. The first is used, and every one is accepted while it is rotated."""
        keys = _split(self.row_security_key)
        derived = hmac.digest(self.public_key_secret.encode(), b"row security", "sha256")
        return tuple(key.encode() for key in keys) or (derived,)

    @property
    def peppers(self) -> tuple[str, ...]:
        """What passwords are hashed with, newest first. Outside production SECRET_KEY will do."""
        return _split(self.password_peppers) or (self.public_key_secret,)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """What links are signed with, newest first."""
        return (self.public_key_secret, *self.old_secret_keys)

    @property
    def old_secret_keys(self) -> list[str]:
        """What cookies and links may still be signed with."""
        return list(_split(self.secret_key_fallbacks))

    @property
    def public_key_secret(self) -> str:
        return self.secret_key.get_secret_value()


def _split(secret: SecretStr) -> tuple[str, ...]:
    """Several secrets in one setting, separated by commas."""
    return tuple(part.strip() for part in secret.get_secret_value().split(",") if part.strip())


def load_settings(**overrides: Any) -> Settings:
    """Read and check the settings, or raise SettingsError. This process encrypts with their secrets from then on."""
    try:
        settings = _with_sandbox(_with_folders(Settings(**overrides)))
    except ValidationError as error:
        names = ", ".join(str(fault["loc"][0]).upper() for fault in error.errors())
        raise SettingsError(f"CareerCanopy cannot start: {names} is missing or cannot be read.") from None
    if faults := _faults(settings):
        raise SettingsError(f"CareerCanopy cannot start: {'; '.join(faults)}.")
    encryption.use_secrets(settings.data_secrets)
    return settings


def _with_folders(settings: Settings) -> Settings:
    """Where no database is named, it is a file in the instance folder; outside production so are letters."""
    defaults: dict[str, Any] = {}
    if not settings.database_url:
        defaults["database_url"] = _default_database_url(settings)
    if not settings.mail_dir and not settings.is_production:
        defaults["mail_dir"] = settings.instance_dir / ("mail" if settings.saas_env == "development" else "mail-test")
    return settings.model_copy(update=defaults)


def _default_database_url(settings: Settings) -> str:
    return sqlite_url(settings.instance_dir / "careercanopy.db")


def _with_sandbox(settings: Settings) -> Settings:
    """Outside production, without a key, the shop talks to the local sandbox: other settings, same code."""
    if settings.is_production or settings.stripe_secret_key.get_secret_value():
        return settings
    return settings.model_copy(
        update={
            "stripe_secret_key": SecretStr(SANDBOX_KEY),
            "stripe_webhook_secret": settings.stripe_webhook_secret
            if settings.webhook_secrets
            else SecretStr(SANDBOX_WEBHOOK_SECRET),
            "stripe_api_base": settings.stripe_api_base or "http://127.0.0.1:8003",
        }
    )


def _faults(settings: Settings) -> list[str]:
    return [
        *((*_missing(settings), *_shared_roles(settings)) if settings.is_production else ()),
        *_clock_faults(settings),
        *_stripe_faults(settings),
    ]


def _clock_faults(settings: Settings) -> list[str]:
    """Stripe refuses a checkout that ends more than a day after its own time, so only the local one can follow."""
    if not settings.clock_shift:
        return []
    if settings.is_production:
        return ["CLOCK_SHIFT is for development, and in production the time is what it is"]
    if settings.stripe_secret_key.get_secret_value() != SANDBOX_KEY:
        return ["CLOCK_SHIFT needs the local Stripe, and STRIPE_SECRET_KEY names another"]
    return []


def _missing(settings: Settings) -> list[str]:
    wanted = _wanted_by_owner(settings) if settings.owner_database_url else _wanted(settings)
    missing = [name for name, given in wanted.items() if not given]
    return [f"production needs {', '.join(missing)}"] if missing else []


def _wanted(settings: Settings) -> dict[str, object]:
    """What web and workers need, by name, and whether it is given and fit."""
    secret = settings.public_key_secret
    has_database = settings.database_url != _default_database_url(settings)
    # A worker hashes no passwords, and is given nothing to hash them with.
    is_worker = settings.worker_database_url and not has_database
    wanted: dict[str, object] = {
        "SECRET_KEY (at least 32 characters, not the default)": secret != DEVELOPMENT_SECRET and len(secret) >= 32,
        "PASSWORD_PEPPERS (at least 32 characters each)": _has_peppers(settings) or is_worker,
        "DATA_KEYS (at least 32 characters each and not the default)": settings.data_secrets
        and all(key != DEVELOPMENT_DATA_KEY and len(key) >= 32 for key in settings.data_secrets),
        "STRIPE_SECRET_KEY": settings.stripe_secret_key.get_secret_value(),
        "STRIPE_WEBHOOK_SECRET": settings.webhook_secrets and SANDBOX_WEBHOOK_SECRET not in settings.webhook_secrets,
        "BASE_URL (https)": settings.base_url.startswith("https://"),
        "DATABASE_URL": has_database or settings.worker_database_url,
        "SMTP_URL (smtp:// or smtps://)": settings.smtp_url.startswith(("smtp://", "smtps://")),
        "MAIL_SENDER": not settings.mail_sender.endswith(".example"),
        "SUPPORT_EMAIL": not settings.support_email.endswith(".example"),
    }
    if settings.database_url.startswith("postgresql"):
        wanted |= {"STAFF_DATABASE_URL": settings.staff_database_url, ROW_SECURITY: _has_row_security_key(settings)}
    return wanted


def _wanted_by_owner(settings: Settings) -> dict[str, object]:
    """What the migration needs: names of the roles, with or without their passwords, and nothing of Stripe's or of mail."""
    if not settings.owner_database_url.startswith("postgresql"):
        return {}
    urls = (settings.database_url, settings.staff_database_url, settings.worker_database_url)
    return {
        "DATABASE_URL, STAFF_DATABASE_URL and WORKER_DATABASE_URL": all(url.startswith("postgresql") for url in urls),
        ROW_SECURITY: _has_row_security_key(settings),
    }


def _has_peppers(settings: Settings) -> bool:
    return bool(settings.password_peppers.get_secret_value()) and all(len(pepper) >= 32 for pepper in settings.peppers)


def _has_row_security_key(settings: Settings) -> bool:
    given = settings.row_security_key.get_secret_value()
    return bool(given) and all(len(key) >= 32 for key in settings.row_security_keys)


def _shared_roles(settings: Settings) -> list[str]:
    """PostgreSQL tells the processes apart by their roles, so each has its own, with a password of its own."""
    urls = {name: make_url(str(getattr(settings, name.lower())) or "sqlite://") for name in DATABASES}
    roles = {name: url for name, url in urls.items() if url.get_backend_name() == "postgresql"}
    pairs = [(first, second) for first in roles for second in roles if first < second]
    return [
        *(f"{a} and {b} name one role of the database" for a, b in pairs if roles[a].username == roles[b].username),
        *(
            f"{a} and {b} have one password"
            for a, b in pairs
            if roles[a].password and roles[a].password == roles[b].password
        ),
    ]


def refuse_shared_secrets(settings: Settings, process: Literal["web", "worker"]) -> None:
    """Raise SettingsError where a process of production has not the database role it should have, or holds the owner's."""
    own = {"web": settings.database_url, "worker": settings.worker_database_url}[process]
    is_postgres = any(str(getattr(settings, name.lower())).startswith("postgresql") for name in DATABASES)
    if not settings.is_production or not is_postgres:
        return
    if settings.owner_database_url:
        raise SettingsError("CareerCanopy cannot start: OWNER_DATABASE_URL is for `saas migrate` alone.")
    if not own.startswith("postgresql"):
        name = {"web": "DATABASE_URL", "worker": "WORKER_DATABASE_URL"}[process]
        raise SettingsError(f"CareerCanopy cannot start: this process needs {name}.")


def _stripe_faults(settings: Settings) -> list[str]:
    key, base = settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base
    is_live_key = key.startswith(("sk_live_", "rk_live_"))
    faults = []
    if base and is_live_key:
        faults.append("STRIPE_API_BASE is set beside a live key, and a live key may only go to Stripe")
    if base and not _is_loopback(base):
        faults.append("STRIPE_API_BASE must be an address on this machine")
    if key and is_live_key != settings.stripe_livemode:
        faults.append("STRIPE_LIVEMODE and the kind of STRIPE_SECRET_KEY disagree")
    return faults


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
