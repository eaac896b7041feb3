"""The steps before the server starts; each skips work whose result is up to date."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from config import databases, privacy, upgrades
from config.backups import restoring
from config.damage import RESTORE, damage
from config.databases import first_line
from config.environment import BASE_DIR
from config.messages import compile_catalogues
from meetings.models import Meeting
from photos.files import integrity
from publishing.claims import Waited, claim
from publishing.last_runs import Job, last_run
from publishing.stored_files import storage
from publishing.unavailable import StorageRefuses, StorageUnavailable, is_damaged

# The accounts of the demonstration and their roles. The author writes and uploads photos, the photo editor approves
# photos, the editor approves everything. The editor is also the administrator, to create more accounts, but not a
# superuser, so that the demonstration shows the permissions of the roles.
FIRST_ACCOUNTS: Final = {
    "author": ("author",),
    "photo-editor": ("photo editor",),
    "editor": ("editor", "administrator"),
}

SECONDS_OF_ANOTHER_START: Final = 600

Say = Callable[[str], None]


def prepare(say: Say) -> dict[str, str]:
    """Update all that the server needs; report each step that has work to do.

    Returns the passwords of the accounts created on the first start, which are stored nowhere; else an empty dict.
    Raises CommandError if a step fails. If several machines start at once, one after the other prepares.
    """
    restoring.refuse_unfinished()
    translate(say)
    try:
        with claim("prepare", seconds=SECONDS_OF_ANOTHER_START):
            migrate(say)
            privacy.tighten()
            collect_static(say)
            return begin(say)
    except Waited as error:
        raise CommandError("Another process has been preparing this site for ten minutes. Look at it first.") from error


def writable_data_dir() -> Path:
    """Return the data folder, created if missing; raise CommandError if read-only."""
    folder: Path = settings.DATA_DIR
    probe = folder / f".writable-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(
            f"The folder for Plenary's data, {folder}, cannot be written ({error.strerror}). "
            "Give this user the right to write there, or name another folder in PLENARY_DATA_DIR."
        ) from error
    return folder


def reachable_database() -> None:
    """Raise CommandError if the database, which the checks need, cannot be opened."""
    try:
        databases.reach(connection)
    except DatabaseError as error:
        name, why = connection.settings_dict["NAME"], first_line(error)
        if is_damaged(error):
            raise CommandError(f"The database {name} is damaged ({why}). {RESTORE}") from error
        raise CommandError(
            f"The database {name} cannot be opened ({why}). Let PLENARY_DATABASE_URL name "
            + (
                "a file in a folder where this user may write."
                if connection.vendor == "sqlite"
                else "a PostgreSQL server that answers, and a user and a database of it."
            )
        ) from error


def reachable_storage(say: Say) -> None:
    """Raise CommandError for a missing bucket or wrong keys; only report an outage."""
    reach = getattr(storages["default"], "reach", None)
    try:
        if reach:
            reach()
    except FileNotFoundError as error:
        raise CommandError(f"There is no bucket {storage}. Create it, or correct PLENARY_STORAGE.") from error
    except StorageRefuses as error:
        raise CommandError(
            f"{error} Correct PLENARY_STORAGE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        ) from error
    except StorageUnavailable as error:
        say(f"{error} Photos are missing until it does.")


def whole_database() -> None:
    """Raise CommandError if the database is damaged."""
    if sentence := damage():
        raise CommandError(f"{sentence} {RESTORE}")


def translate(say: Say) -> None:
    """Compile the translations that changed."""
    for folder in settings.LOCALE_PATHS:
        try:
            compiled = compile_catalogues(folder)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if compiled:
            say("Compiled the translations.")


def migrate(say: Say) -> None:
    """Run the migrations that are not applied. Raises CommandError."""
    upgrades.migrate(say)
    call_command("createcachetable", verbosity=0)  # does nothing if it exists; the sign-in counts tries in it


def collect_static(say: Say) -> None:
    """Collect and compress the static files if a file or a package has changed."""
    if settings.DEBUG:
        return  # they are served from where they are written
    stamp = settings.DATA_DIR / "static-collected"
    fingerprint = static_fingerprint()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Collecting and compressing the static files.")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Return a hash of our static files, the pinned packages and the settings."""
    digest = hashlib.sha256((BASE_DIR / "requirements.txt").read_bytes())
    for file in (Path(__file__).with_name("settings.py"), *_static_files()):
        facts = file.stat()
        digest.update(f"{file} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[Path]:
    for folder in settings.STATICFILES_DIRS:
        yield from sorted(path for path in Path(folder).rglob("*") if path.is_file())


def begin(say: Say) -> dict[str, str]:
    """Load the demonstration on the first start; return its passwords by account.

    It counts as the first start as long as there is neither a user nor a meeting, so a database that is in use is
    never changed.
    """
    if User.objects.exists() or Meeting._default_manager.exists() or not wants_demonstration():
        return {}
    refuse_photos_of_another_site()
    begun = _begun()
    begun.touch()
    passwords = {name: secrets.token_urlsafe(12) for name in FIRST_ACCOUNTS}
    with transaction.atomic():
        for name, roles in FIRST_ACCOUNTS.items():
            account = User.objects.create_user(name, password=passwords[name], is_staff=True)
            account.groups.set([Group.objects.get(name=role) for role in roles])
        if apps.is_installed("demonstration"):
            call_command("demonstration")
    begun.unlink()
    return passwords


def wants_demonstration() -> bool:
    """Whether a first start loads the demonstration: it does not once it was removed."""
    return settings.DEMONSTRATION and last_run(Job.REMOVAL) is None


def refuse_photos_of_another_site() -> None:
    """Raise CommandError where photos are stored although the database is empty."""
    if not _begun().exists() and next(integrity.stored(), None):
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} is empty, but {storage} holds stored "
            "photos, which belong to another database. Restore that database, or name another folder in "
            "PLENARY_DATA_DIR. Nothing was changed."
        )


def _begun() -> Path:
    """Return the path of the file that marks an unfinished first start."""
    return Path(settings.DATA_DIR, "first-start")
