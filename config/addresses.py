"""Checks the variables that hold addresses; the error names the first wrong one."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

HOST: Final = r"(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)"
ALLOWED_HOST: Final = re.compile(rf"\*|\.?{HOST}", re.IGNORECASE)
ORIGIN: Final = re.compile(rf"https?://(\*\.)?{HOST}(:\d+)?", re.IGNORECASE)
ADDRESS: Final = re.compile(rf"https?://{HOST}(:\d+)?", re.IGNORECASE)
ACCEL: Final = re.compile(r"/[\w./-]*/|/")


def refuse(*, hosts: list[str], address: str, accel: str, origins: list[str]) -> None:
    """Raise ImproperlyConfigured with a sentence about the first malformed address."""
    for sentence in _wrong(hosts, address, accel, origins):
        raise ImproperlyConfigured(sentence)


def _wrong(hosts: list[str], address: str, accel: str, origins: list[str]) -> Iterator[str]:
    if not hosts:
        yield (
            "PLENARY_ALLOWED_HOSTS is empty, so the site would answer no one. List the names under which readers "
            "reach it, such as “plenary.example,127.0.0.1”, or unset it."
        )
    for host in hosts:
        if not ALLOWED_HOST.fullmatch(host):
            yield (
                f"PLENARY_ALLOWED_HOSTS holds “{host}”, which is no name of a host. Write names without scheme, port "
                "and path, separated by commas, such as “plenary.example,127.0.0.1”."
            )
    if not ADDRESS.fullmatch(address) or not _has_a_port(address):
        yield (
            f"PLENARY_ADDRESS is “{address}”, which is no address of a site. Write the scheme and the host without "
            "a path, such as “https://plenary.example”."
        )
    if accel and not ACCEL.fullmatch(accel):
        yield (
            f"PLENARY_ACCEL is “{accel}”. Write the prefix with a slash at its beginning and at its end, such as "
            "“/_media/”."
        )
    for origin in origins:
        if not ORIGIN.fullmatch(origin) or not _has_a_port(origin):
            yield (
                f"PLENARY_CSRF_TRUSTED_ORIGINS holds “{origin}”, which is no origin. Write scheme and host, separated "
                "by commas, such as “https://press.example”."
            )


def _has_a_port(address: str) -> bool:
    """Return whether the port is a valid number. True if there is no port."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False
