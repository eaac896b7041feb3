"""A new site: press office and first administrator in an empty database."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError
from django.db import transaction
from environs import Env

from config import environment, preparation, stored_environment
from publishing.kinds import kinds
from publishing.languages import LANGUAGES
from publishing.models import Office, audit_log
from publishing.models.audit_log import Action

ROLES: Final = ("administrator", "editor")
MAIL: Final = "PLENARY_EMAIL_URL"
LONGEST_WORDMARK: Final = 40
# The columns that are asked for, with the names of the answers.
OFFICE: Final = {f"name_{code}": f"name_{code}" for code in LANGUAGES} | {
    "languages": "languages",
    "time_zone": "time_zone",
}
ACCOUNT: Final = {"username": "administrator", "email": "email"}


@dataclass(frozen=True)
class NewSite:
    """The facts of a new site; `names` are by language, and `mail_url` may be empty."""

    names: Mapping[str, str]
    languages: str
    time_zone: str
    administrator: str
    email: str
    password: str
    mail_url: str

    @property
    def office(self) -> Office:
        """The row of the press office. A name that is short enough is also the wordmark."""
        columns = {f"name_{code}": name for code, name in self.names.items()}
        short = {code: name for code, name in self.names.items() if len(name) <= LONGEST_WORDMARK}
        columns |= {f"wordmark_{code}": name for code, name in short.items()}
        listed = {"languages": self.languages, "required_languages": self.languages}
        return Office(pk=1, time_zone=self.time_zone, **columns, **listed)

    @property
    def account(self) -> User:
        return User(username=self.administrator, email=self.email, is_staff=True)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each field that cannot be meant, with a sentence."""
        missing = [f"name_{code}" for code, name in self.names.items() if not name]
        yield from ((name, "Enter the name of the press office.") for name in missing)
        if not self.email:
            yield "email", "Enter an e-mail address: a new password is sent to it."
        for row, fields in ((self.office, OFFICE), (self.account, ACCOUNT)):
            try:
                row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in fields])
            except ValidationError as error:
                for name, sentences in error.message_dict.items():
                    yield fields[name], " ".join(sentences)
        try:
            validate_password(self.password, self.account)
        except ValidationError as error:
            yield "password", " ".join(error.messages)
        yield from _problems_of_mail(self.mail_url)


def _problems_of_mail(url: str) -> Iterator[tuple[str, str]]:
    """Yield what the start would say of the address."""
    if not url:
        return
    if not stored_environment.can_hold(url):
        yield "mail_url", "Write quotation marks as %27 and backslashes as %5C."
        return
    before = os.environ.get(MAIL)
    os.environ[MAIL] = url
    try:
        environment.parse(Env(prefix=environment.PREFIX))
    except ImproperlyConfigured as error:
        yield "mail_url", str(error)
    finally:
        del os.environ[MAIL]
        if before is not None:
            os.environ[MAIL] = before


def refuse_content() -> None:
    """Raise CommandError if there are accounts, content, or photos of another site."""
    held = [str(kind._meta.verbose_name_plural) for kind in kinds() if kind._default_manager.exists()]
    held += ["accounts"] if User.objects.exists() else []
    if held:
        raise CommandError(
            f"The database has content already ({', '.join(held)}), so nothing was made. Let PLENARY_DATA_DIR or "
            "PLENARY_DATABASE_URL name another place; or take the demonstration out of it first: "
            "./run manage demonstration --remove."
        )
    preparation.refuse_photos_of_another_site()


@transaction.atomic
def make(site: NewSite) -> User:
    """Store press office, first administrator, and the mail server's address."""
    site.office.save()
    account = site.account
    account.set_password(site.password)
    account.save()
    account.groups.set(Group.objects.filter(name__in=ROLES))
    audit_log.record(Action.SAVE, by=account, target=account, reason="./run new")
    if site.mail_url:
        stored_environment.store(settings.DATA_DIR, MAIL, site.mail_url)
    return account
