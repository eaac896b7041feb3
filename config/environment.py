"""The environment variables of Plenary, with types and defaults, read once.

A missing, malformed or unknown variable stops the start with an error that names it.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

from config import addresses, databases, mailers, site_address, storage_url, stored_environment
from config.logs import FORMATS
from config.site_address import LOOPBACK_HOSTS

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "PLENARY_"
DEVELOPMENT_SECRET = "only for development, never reachable with DEBUG off"  # noqa: S105  # not a secret

VARIABLES = (
    "PLENARY_ACCEL",
    "PLENARY_ADDRESS",
    "PLENARY_ALLOWED_HOSTS",
    "PLENARY_API_REQUESTS",
    "PLENARY_BROWSER_DRAFTS",
    "PLENARY_CSRF_TRUSTED_ORIGINS",
    "PLENARY_DATABASE_URL",
    "PLENARY_DATA_DIR",
    "PLENARY_DEBUG",
    "PLENARY_DEMONSTRATION",
    "PLENARY_EMAIL_FROM",
    "PLENARY_EMAIL_URL",
    "PLENARY_HTTPS",
    "PLENARY_KEPT_PAGES_MB",
    "PLENARY_LOG_FORMAT",
    "PLENARY_METRICS_TOKEN",
    "PLENARY_PROXIES",
    "PLENARY_READ_DATABASE_URL",
    "PLENARY_SECRET_KEY",
    "PLENARY_STORAGE",
)


@dataclass(frozen=True)
class Environment:
    """The values of the environment variables; dictionaries are entries of settings."""

    debug: bool
    email_from: str
    mailer: dict[str, Any]
    secret_key: str
    allowed_hosts: list[str]
    data_dir: Path
    database: dict[str, Any]
    replica: dict[str, Any] | None
    storage: dict[str, Any]
    https: bool
    kept_pages_mb: int
    api_requests: int
    proxies: int
    address: str
    accel: str
    browser_drafts: bool
    csrf_trusted_origins: list[str]
    demonstration: bool
    log_format: str
    metrics_token: str


def read() -> Environment:
    """Read the process's environment, and what `./run new` has stored.

    Raises ImproperlyConfigured, naming the variable, when one is unknown, missing or malformed.
    """
    _refuse_unknown()
    env = Env(prefix=PREFIX)
    stored_environment.load(env, Path(os.environ.get(f"{PREFIX}DATA_DIR") or BASE_DIR / "var"))
    try:
        return parse(env)
    except EnvError as error:
        raise ImproperlyConfigured(f"The environment cannot be read: {error}") from error


def parse(env: Env) -> Environment:
    """Read every variable from `env`. Raises EnvError for the first malformed one."""
    debug = env.bool("DEBUG", False)
    data_dir = Path(_filled(env, "DATA_DIR", str(BASE_DIR / "var"))).resolve()
    allowed_hosts, https = env.list("ALLOWED_HOSTS", list(LOOPBACK_HOSTS)), env.bool("HTTPS", False)
    read = Environment(
        debug=debug,
        email_from=env.str("EMAIL_FROM", "").strip(),
        mailer=mailers.read(env),
        secret_key=_secret_key(env, debug=debug),
        allowed_hosts=allowed_hosts,
        data_dir=data_dir,
        database=databases.read(env, data_dir),
        replica=databases.read_replica(env),
        storage=storage_url.read(_filled(env, "STORAGE", storage_url.FILE), data_dir),
        https=https,
        kept_pages_mb=env.int("KEPT_PAGES_MB", 32, validate=validate.Range(min=0)),
        api_requests=env.int("API_REQUESTS", 60, validate=validate.Range(min=0)),
        proxies=env.int("PROXIES", 0, validate=validate.Range(min=0)),
        address=_address(env, allowed_hosts, https=https, data_dir=data_dir),
        accel=env.str("ACCEL", ""),
        browser_drafts=env.bool("BROWSER_DRAFTS", True),
        csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", []),
        demonstration=env.bool("DEMONSTRATION", True),
        log_format=env.str("LOG_FORMAT", FORMATS[0], validate=validate.OneOf(FORMATS)),
        metrics_token=env.str("METRICS_TOKEN", ""),
    )
    addresses.refuse(
        hosts=read.allowed_hosts,
        address=read.address,
        accel=read.accel,
        origins=read.csrf_trusted_origins,
    )
    return read


def _filled(env: Env, name: str, default: str) -> str:
    """Return a text. Raises ImproperlyConfigured if the variable is set but empty."""
    if text := env.str(name, default).strip():
        return text
    raise ImproperlyConfigured(f"{PREFIX}{name} is empty. Give it a value, or unset it.")


def _address(env: Env, hosts: list[str], *, https: bool, data_dir: Path) -> str:
    """Return the site's address without a path: PLENARY_ADDRESS, or the derived one."""
    derived = site_address.derived(hosts, https=https, data_dir=data_dir)
    return _filled(env, "ADDRESS", derived).rstrip("/")


def _secret_key(env: Env, *, debug: bool) -> str:
    if key := env.str("SECRET_KEY", ""):
        return key
    if debug:
        return DEVELOPMENT_SECRET
    raise ImproperlyConfigured(
        "PLENARY_SECRET_KEY is not set. Set it to at least 50 random characters, "
        "or start with ./run serve, which makes one."
    )


def _refuse_unknown() -> None:
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in VARIABLES)
    if unknown:
        raise ImproperlyConfigured(
            f"The environment holds what Plenary does not know: {', '.join(unknown)}. "
            f"Correct the name or remove it; known are {', '.join(VARIABLES)}."
        )
