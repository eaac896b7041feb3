"""System checks of the settings."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from config.damage import RESTORE, damage
from config.environment import DEVELOPMENT_SECRET
from config.site_address import LOOPBACK_HOSTS

SHORTEST_SECRET = 50  # characters
OLDEST_SQLITE = (3, 40, 0)  # in Debian 12, the oldest version tested; Django requires 3.37

AppConfigs = Sequence[AppConfig] | None


@register(Tags.security)
def secret_is_secret(app_configs: AppConfigs, **kwargs: Any) -> list[CheckMessage]:
    """E001: the secret key signs sessions, so it must be long and random."""
    if settings.DEBUG or (settings.SECRET_KEY != DEVELOPMENT_SECRET and len(settings.SECRET_KEY) >= SHORTEST_SECRET):
        return []
    return [
        Error(
            f"PLENARY_SECRET_KEY is known or shorter than {SHORTEST_SECRET} characters.",
            hint="Set it to random characters, or leave it unset: ./run serve makes one in var/secret-key.",
            id="plenary.E001",
        )
    ]


@register(Tags.files)
def data_dir_is_writable(app_configs: AppConfigs, **kwargs: Any) -> list[CheckMessage]:
    """E002: the data folder, with database, photos and static files, is not writable."""
    data_dir: Path = settings.DATA_DIR
    nearest = next(path for path in (data_dir, *data_dir.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The folder for Plenary's data, {data_dir}, cannot be written.",
            hint="Give this user the right to write there, or name another folder in PLENARY_DATA_DIR.",
            id="plenary.E002",
        )
    ]


@register(Tags.security)
def hosts_are_named(app_configs: AppConfigs, **kwargs: Any) -> list[CheckMessage]:
    """E003: without allowed hosts, links would use any host name of a request."""
    if settings.DEBUG or (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"PLENARY_ALLOWED_HOSTS admits {'any host' if settings.ALLOWED_HOSTS else 'no host'}.",
            hint="List the names under which readers reach the site, such as “plenary.example,127.0.0.1”.",
            id="plenary.E003",
        )
    ]


@register(Tags.database)
def sqlite_is_fit(app_configs: AppConfigs, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """E004: visitors read while editors write, which needs SQLite's write-ahead log."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            found.append(_old_sqlite())
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if mode not in ("wal", "memory"):  # "memory": the tests' database
            found.append(_no_wal(mode))
    return found


@register(Tags.database)
def sqlite_is_whole(
    app_configs: AppConfigs, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E010: writing would damage a damaged database more; takes 1.5 s for 800 MB."""
    sentence = damage() if databases else ""
    return [Error(sentence, hint=RESTORE, id="plenary.E010")] if sentence else []


@register(Tags.database)
def postgresql_compares_alike(
    app_configs: AppConfigs, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E008: PostgreSQL has to sort by code points, so that both databases sort alike."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'Z' < 'a' AND 'z' < 'ä' AND upper('ä') = 'Ä'")
            if not cursor.fetchone()[0]:
                found.append(_another_order(connection.settings_dict["NAME"]))
    return found


def _another_order(name: str) -> CheckMessage:
    return Error(
        f"The database {name} orders texts by another locale than C.UTF-8, so lists would have another order.",
        hint=f"Create it again: CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'.",
        id="plenary.E008",
    )


def _old_sqlite() -> CheckMessage:
    return Error(
        f"This Python has SQLite {sqlite3.sqlite_version}; Plenary needs {'.'.join(map(str, OLDEST_SQLITE))} or later.",
        hint="Use a newer Python, for example through $PYTHON, or a PostgreSQL database in PLENARY_DATABASE_URL.",
        id="plenary.E004",
    )


def _no_wal(mode: str) -> CheckMessage:
    return Error(
        f"The database keeps a journal of the kind “{mode}” and not a write-ahead log.",
        hint="Let PLENARY_DATA_DIR be on a disk of this machine: a network share cannot keep that log.",
        id="plenary.E005",
    )


@register(Tags.translation)
def languages_are_known(app_configs: AppConfigs, **kwargs: Any) -> list[CheckMessage]:
    """E006, W002: an interface language has a name in Django and a catalogue of ours."""
    found: list[CheckMessage] = []
    for code, _name in settings.LANGUAGES:
        catalogues = [Path(folder, code, "LC_MESSAGES", "django.po") for folder in settings.LOCALE_PATHS]
        if code not in LANG_INFO:
            found.append(
                Error(
                    f"Django does not know the language “{code}” of LANGUAGES.",
                    hint="Use a code that django.conf.locale lists, such as “fr” or “pt-br”.",
                    id="plenary.E006",
                )
            )
        elif code != settings.LANGUAGE_CODE and not any(path.exists() for path in catalogues):
            found.append(
                checks.Warning(
                    f"The interface is not translated into “{code}”: {catalogues[0]} is missing.",
                    hint="Make it with ./run messages, translate it, and see CONTRIBUTING.md on languages.",
                    id="plenary.W002",
                )
            )
    return found


@register(Tags.security)
def public_hosts_use_https(app_configs: AppConfigs, **kwargs: Any) -> list[CheckMessage]:
    """W001: editors' passwords must not be sent without HTTPS."""
    public = [host for host in settings.ALLOWED_HOSTS if host not in (*LOOPBACK_HOSTS, "::1")]
    if settings.DEBUG or settings.SECURE_SSL_REDIRECT or not public:
        return []
    return [
        checks.Warning(
            f"The site answers to {', '.join(public)} without HTTPS, so passwords cross the network in the clear.",
            hint="Put a proxy with TLS in front that sets X-Forwarded-Proto, and set PLENARY_HTTPS=1.",
            id="plenary.W001",
        )
    ]


@register(Tags.security)
def proxies_are_counted(app_configs: AppConfigs, **kwargs: Any) -> list[CheckMessage]:
    """W003: requests share the proxy's address if its X-Forwarded-For is not trusted."""
    if settings.SECURE_PROXY_SSL_HEADER is None or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        checks.Warning(
            "PLENARY_HTTPS says that a proxy is in front, and PLENARY_PROXIES is 0: all people who sign in count "
            "as one address, so failed tries of a stranger lock out the press office.",
            hint="Let the proxy set X-Forwarded-For itself, and set PLENARY_PROXIES=1.",
            id="plenary.W003",
        )
    ]
