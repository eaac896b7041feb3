"""The stored windows: from when until when a row is public by itself.

    public_from <= at < public_until

`by_rule` in querysets.py is the definition. A window holds its answer for one row, without its parent and without
what else has to be public: those are asked by joining their windows (`within`). A document is public while one of its
editions is live, so its window covers theirs. A window answers from its last write on, since it remembers no past.

Code that changes an input of a window calls `write` in the same transaction. A row that is added by other means has
the default, which is never public.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import connections, models, transaction
from django.db.models import Case, F, Func, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from publishing import clock
from publishing.states import State, WithdrawalKind

BEFORE_ALL: Final = datetime(1, 1, 2, tzinfo=UTC)
FAR_FUTURE: Final = datetime(9999, 12, 30, tzinfo=UTC)  # as a start: the row is not public; as an end: it stays public

COLUMNS: Final = ("public_from", "public_until", "replaced_at")
NOT_OF_FORMS: Final = (*COLUMNS, "changed_at")


def moment_field() -> models.DateTimeField:
    """Return a column of a window: never NULL, which databases compare differently."""
    return models.DateTimeField(default=FAR_FUTURE, db_default=FAR_FUTURE, editable=False)


class Windowed(models.Model):
    """A row with a window. Saving leaves the stored window as it is."""

    public_from = moment_field()
    public_until = moment_field()
    # When the row was last changed so that readers may notice: see `note_changes` in models/audit_log.py.
    changed_at = models.DateTimeField(default=BEFORE_ALL, db_default=BEFORE_ALL, editable=False)

    class Meta:
        abstract = True
        # They find the next moment at which something becomes public or stops being it.
        indexes = [
            models.Index(fields=["public_from"], name="%(class)s_public_from"),
            models.Index(fields=["public_until"], name="%(class)s_public_until"),
        ]

    @classmethod
    def window_start(cls) -> Case:
        """Return an expression: when its own state makes a row public, or FAR_FUTURE."""
        raise NotImplementedError

    @classmethod
    def required_relations(cls) -> tuple[str, ...]:
        """Return the relations that must lead to a public row, or nowhere."""
        return ()

    @classmethod
    def window_columns(cls) -> list[str]:
        return [name for name in COLUMNS if hasattr(cls, name)]

    @classmethod
    def document_model(cls) -> "type[Windowed] | None":
        """Return the kind of document whose windows are written with these, if any."""
        return None

    def rows_with_changed_windows(self) -> "Iterable[Windowed]":
        """Return the rows whose windows depend on what this row stores."""
        return [self]

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not args and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self.columns_of_a_form()
        super().save(*args, **kwargs)

    def columns_of_a_form(self) -> list[str]:
        left_out = {*NOT_OF_FORMS, *self.get_deferred_fields()}
        fields = (field for field in self._meta.concrete_fields if not field.primary_key)
        return [field.name for field in fields if not left_out & {field.name, field.attname}]


def within(model: type[Any], at: datetime, path: str = "", *, inside: str = "") -> Q:
    """Return the condition that the row at the path is public, by windows alone.

    The path is that of a relation, with two underscores at its end; empty for the row itself. `inside` names a relation
    of the row that is known to lead to something public.
    """
    rule = Q()
    if issubclass(model, Windowed):
        rule = Q(**{f"{path}public_from__lte": at, f"{path}public_until__gt": at})
    for field in model.required_relations():
        if field == inside:
            continue
        relation = model._meta.get_field(field)
        related = within(relation.related_model, at, f"{path}{field}__")
        rule &= related | Q(**{f"{path}{field}": None}) if relation.null else related
    return rule


def write(rows: Iterable[Windowed]) -> None:
    """Write the windows of rows of any kinds; with editions also their documents'."""
    keys: dict[type[Windowed], set[int]] = defaultdict(set)
    for row in rows:
        keys[type(row)].add(row.pk)
    for model, of_the_kind in keys.items():
        write_kind(model, of_the_kind)


@transaction.atomic
def write_kind(model: type[Windowed], keys: Iterable[int] | None = None) -> None:
    """Write the windows of rows of a kind: those with the keys, by default all."""
    chosen = Q() if keys is None else Q(pk__in=[*keys])
    document = model.document_model()
    if document is None:
        rows = _locked(_plain(model).filter(chosen))
        rows.update(**_own_window(model))
    elif document is model:
        _write_documents(document, chosen)
    else:
        _write_documents(document, Q(pk__in=[*_plain(model).filter(chosen).values_list("document", flat=True)]))


def _write_documents(model: type[Any], chosen: Q) -> None:
    """Write the windows of editions, then of their documents, which cover them."""
    edition: Any = model._meta.get_field("editions").related_model
    documents = _locked(_plain(model).filter(chosen))
    editions = _plain(edition).filter(document__in=documents.values("pk"))
    editions.update(**_own_window(edition), replaced_at=_next(edition))
    now, end = clock.now(), Least("public_until", "replaced_at")
    live = _plain(edition).filter(document=OuterRef("pk")).alias(end=end)
    live = live.filter(Q(end__gt=now), Q(end__gt=F("public_from"))).order_by().values("document")
    first = live.annotate(moment=Min("public_from")).values("moment")
    last = live.annotate(moment=Max(end)).values("moment")
    documents.update(
        public_from=Coalesce(Subquery(first), Value(FAR_FUTURE)),
        public_until=Coalesce(Subquery(last), Value(FAR_FUTURE)),
    )


@cache  # as `_next`: the expressions never change, and building them takes longer than the database takes
def _own_window(model: type[Windowed]) -> dict[str, Func]:
    """Return the window as expressions: the row's time, cut by withdrawals in error.

    One that holds ends the window; one that has ended lets it begin again. An edition's are also those of its document.
    """
    withdrawals: Any = apps.get_model("publishing", "Withdrawal")._default_manager
    target, document = Q(public_id=OuterRef("public_id")), model.document_model()
    if document and document is not model:
        owner = _plain(document).filter(pk=OuterRef(OuterRef("document_id"))).values("public_id")
        target |= Q(public_id__in=owner)
    in_error = withdrawals.filter(target, kind=WithdrawalKind.IN_ERROR).order_by().values("kind")
    ended = in_error.exclude(until=None).annotate(moment=Max("until")).values("moment")
    holding = in_error.filter(until=None).annotate(moment=Min("since")).values("moment")
    return {
        "public_from": Greatest(model.window_start(), Coalesce(Subquery(ended), Value(BEFORE_ALL))),
        "public_until": Coalesce(Subquery(holding), Value(FAR_FUTURE)),
    }


@cache
def _next(edition: type[Windowed]) -> Coalesce:
    """Return when the next edition of the language becomes public, even if withdrawn."""
    later = _plain(edition).filter(
        state=State.APPROVED,
        document=OuterRef("document_id"),
        language=OuterRef("language"),
        publish_at__gt=OuterRef("publish_at"),
    )
    first = later.order_by().values("document").annotate(moment=Min("publish_at")).values("moment")
    return Coalesce(Subquery(first), Value(FAR_FUTURE))


def _plain(model: type[Windowed]) -> QuerySet[Any]:
    """Return all rows, without what the querysets of the kinds do on writing."""
    return QuerySet(model)


def _locked(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Lock the rows, if the database can, before the inputs of windows are read."""
    if connections[rows.db].features.has_select_for_update:
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    return rows
