"""E-mail: PLENARY_EMAIL_URL as an entry of Django's MAILERS."""

from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

VARIABLE: Final = "PLENARY_EMAIL_URL"
EXAMPLE: Final = "submission://user:password@mail.example:587"
SCHEMES: Final = ("smtp", "submission")  # as they are, or with STARTTLS
SECONDS: Final = 20  # for each answer of the server; the worker waits meanwhile
CONSOLE: Final[dict[str, Any]] = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}


def read(env: Env) -> dict[str, Any]:
    """Return the entry for MAILERS, or raise ImproperlyConfigured."""
    url = env.str("EMAIL_URL", "").strip()
    if not url:
        return CONSOLE
    if url.partition(":")[0] not in SCHEMES:
        raise ImproperlyConfigured(_refused("begins with no scheme that Plenary knows"))
    try:
        facts = env.dj_email_url("EMAIL_URL")
    except (EnvError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(_refused("cannot be read")) from error
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": facts["EMAIL_HOST"],
            "port": facts["EMAIL_PORT"],
            "username": facts["EMAIL_HOST_USER"] or "",
            "password": facts["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": facts["EMAIL_USE_TLS"],
            "use_ssl": facts["EMAIL_USE_SSL"],
            "timeout": facts["EMAIL_TIMEOUT"] or SECONDS,
        },
    }


def _refused(why: str) -> str:
    return (
        f"{VARIABLE} {why}. Write it like “{EXAMPLE}”, or “smtp://mail.example:465?ssl=true” for TLS from the "
        "beginning, with special characters as %40 and so on; or unset it: e-mails are then printed by the worker."
    )
