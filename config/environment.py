"""The environment, read once and loudly: every variable that Plenary knows, with its type and default.

A variable that is missing or malformed stops the start with one sentence that names it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Environment:
    """What the environment says, typed."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    data_dir: Path
    database: dict[str, Any]
    https: bool
    csrf_trusted_origins: list[str]


def read() -> Environment:
    """Read the process's environment.

    Raises ImproperlyConfigured, naming the variable, when a value is missing or malformed.
    """
    env = Env(prefix="PLENARY_")
    try:
        debug = env.bool("DEBUG", False)
        data_dir = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
        return Environment(
            debug=debug,
            secret_key=_secret_key(env, debug=debug),
            allowed_hosts=env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"]),
            data_dir=data_dir,
            database=env.dj_db_url("DATABASE_URL", f"sqlite:///{data_dir / 'plenary.sqlite3'}"),
            https=env.bool("HTTPS", False),
            csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", []),
        )
    except EnvError as error:
        raise ImproperlyConfigured(f"The environment cannot be read: {error}") from error


def _secret_key(env: Env, *, debug: bool) -> str:
    key = env.str("SECRET_KEY", "")
    if key:
        return key
    if debug:
        return "only for development, never reachable with DEBUG off"
    raise ImproperlyConfigured(
        "PLENARY_SECRET_KEY is not set. Set it to at least 50 random characters, "
        "or start with ./run serve, which makes one."
    )
