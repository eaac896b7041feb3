"""Finds which rows the demonstration's removal deletes, and which editors need."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.text import capfirst

from config.preparation import FIRST_ACCOUNTS
from demonstration.content import Key, changed_fields, fixture, plain, stored_rows
from photos.models import PhotoFile
from publishing.kinds import kinds
from publishing.models import Office, Proposal, Withdrawal

# What belongs to a row, and goes with it even if an editor made it.
PARTS: Final = (PhotoFile,)


@dataclass
class Survey:
    """The rows that go, those that editors changed or need, and the accounts that go."""

    going: dict[Key, Model] = field(default_factory=dict)
    needed: dict[Key, str] = field(default_factory=dict)
    accounts: list[User] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.going and not self.accounts

    def lines(self) -> Iterator[str]:
        """Yield what goes, by kind."""
        counted = Counter(model for model, _pk in self.going)
        for model, number in sorted(counted.items(), key=lambda each: each[0]._meta.label):
            yield f"  {number:>4} {capfirst(str(model._meta.verbose_name_plural))}"
        files = PhotoFile.objects.filter(
            photo__in=[pk for model, pk in self.going if model._meta.label == "photos.Photo"]
        )
        yield f"  {files.count():>4} pictures with all their sizes, and the images for sharing"
        for account in self.accounts:
            seen = f"last sign-in {account.last_login:%Y-%m-%d}" if account.last_login else "never signed in"
            yield f"       Account {account.username} ({seen})"


def survey() -> Survey:
    """Survey all that is stored; a press office that was changed stays, as another."""
    rows = stored_rows()
    needed: dict[Key, str] = {}
    for key, row in rows.items():
        if names := changed_fields(row):
            needed[key] = f"was changed ({', '.join(names)})"
    if any(model is Office for model, _pk in needed):
        needed = {key: why for key, why in needed.items() if key[0] is not Office}
        rows = {key: row for key, row in rows.items() if key[0] is not Office}
    for key, why in _references(rows):
        needed.setdefault(key, why)
    accounts = User.objects.filter(username__in=FIRST_ACCOUNTS).order_by("username")
    return Survey(rows, needed, [*accounts])


def kept(found: Survey) -> set[Key]:
    """Return the rows that stay: those that are needed, with all that these refer to."""
    stays: set[Key] = set()
    waiting = [*found.needed]
    while waiting:
        key = waiting.pop()
        if key in found.going and key not in stays:
            stays.add(key)
            waiting += [target for target in _targets(found.going[key]) if target in found.going]
    return stays


def _targets(row: Model) -> Iterator[Key]:
    """Yield the keys of what a row refers to."""
    for each in row._meta.concrete_fields:
        if isinstance(each, ForeignKey) and each.value_from_object(row) is not None:
            yield each.related_model, each.value_from_object(row)
    for each in row._meta.many_to_many:
        yield from ((each.related_model, pk) for pk in getattr(row, each.name).values_list("pk", flat=True))


def _references(rows: dict[Key, Model]) -> Iterator[tuple[Key, str]]:
    """Yield the rows to which content that editors made refers, with a reason."""
    for model in apps.get_models():
        for each in model._meta.concrete_fields:
            if isinstance(each, ForeignKey) and model not in PARTS:
                yield from _by_key(rows, model, each)
        for joined in model._meta.many_to_many:
            yield from _by_joins(rows, model, joined)
    by_id = {row.public_id: key for key, row in rows.items() if hasattr(row, "public_id")}
    for follower, why in ((Withdrawal, "was withdrawn"), (Proposal, "has a proposed change")):
        for public_id in plain(follower).filter(public_id__in=by_id).values_list("public_id", flat=True):
            yield by_id[public_id], why
    yield from _by_links(rows, by_id)


def _by_key(rows: dict[Key, Model], model: type[Model], each: ForeignKey) -> Iterator[tuple[Key, str]]:
    targets = [pk for kind, pk in rows if kind is each.related_model]
    if not targets:
        return
    for pk, target in plain(model).filter(**{f"{each.name}__in": targets}).values_list("pk", each.attname):
        if (model, pk) not in rows:
            yield (each.related_model, target), _needed_by(model, pk)


def _by_joins(rows: dict[Key, Model], model: type[Model], each: ManyToManyField) -> Iterator[tuple[Key, str]]:
    targets = [pk for kind, pk in rows if kind is each.related_model]
    if not targets:
        return
    for pk, target in plain(model).filter(**{f"{each.name}__in": targets}).values_list("pk", each.name):
        if (model, pk) not in rows and target in targets:
            yield (each.related_model, target), _needed_by(model, pk)


def _by_links(rows: dict[Key, Model], by_id: dict[str, Key]) -> Iterator[tuple[Key, str]]:
    """Yield the rows that texts of editors link to by permanent ids."""
    for model in kinds():
        columns = [each.attname for each in model._meta.concrete_fields if each.get_internal_type() == "TextField"]
        for row in plain(model).exclude(pk__in=[pk for kind, pk in rows if kind is model]).only("pk", *columns):
            text = " ".join(getattr(row, column) or "" for column in columns)
            for public_id in _linked(text):
                if public_id in by_id:
                    yield by_id[public_id], _needed_by(model, row.pk)


def _linked(text: str) -> Iterable[str]:
    return (part[:9] for part in text.split("/id/")[1:])


def _needed_by(model: type[Model], pk: Any) -> str:
    row = plain(model).filter(pk=pk).first()
    return f"is needed by {model._meta.verbose_name} “{row}” ({getattr(row, 'public_id', pk)})"


def name(key: Key) -> str:
    """Return how a row is called in a sentence."""
    model, pk = key
    return f"{capfirst(str(model._meta.verbose_name))} “{plain(model).get(pk=pk)}”"


def of_the_fixture() -> list[Key]:
    """Return the keys of all rows that the fixture has, be they stored or not."""
    return [*fixture()]
