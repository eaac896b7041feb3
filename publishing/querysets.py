"""The one rule of visibility.

    public(at) = approved, and publish_at <= at, and no withdrawal holds at `at`,
                 and its parent (if it has one) is public(at)

Every outlet starts from `public(at)` of one of these querysets. The time is an argument: nothing here reads a state
that a worker would have to change when an embargo ends. `by_rule(at)` is the definition. `public(at)` has the same
answer from the stored windows (windows.py), at moments from the last write on: now, and later.

The moment of a preview may carry rows that are assumed public: for those "approved, and publish_at <= at" is taken as
given, and the rest of the rule holds. No window knows of them, so previews ask the definition. Rows are typed `Any`:
reads attach to them what pages show.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    Manager,
    Model,
    OuterRef,
    ProtectedError,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from publishing import clock
from publishing.commits import rows_written
from publishing.moments import Moment, assumed_public_ids, frames_of
from publishing.states import Correction, Release, State, WithdrawalKind
from publishing.windows import BEFORE_ALL, FAR_FUTURE, NOT_OF_FORMS, within, write_kind


def manager(queryset: type[QuerySet[Any, Any]]) -> Any:
    """Return a manager with the queryset's methods, for an abstract class of rows."""
    return Manager.from_queryset(queryset, class_name=f"{queryset.__name__}Manager")()


def number_of(rows: QuerySet[Model]) -> Subquery:
    """Return an annotation: the number of the rows, which refer to the outer query."""
    # A plain function, since an aggregate would group by what it counts.
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(n=number).values("n"))


def _approved(at: datetime) -> Q:
    return Q(state=State.APPROVED, publish_at__lte=at)


def _or_assumed(rule: Q, model: type[Model], at: datetime) -> Q:
    assumed = assumed_public_ids(model, at)
    return rule | Q(public_id__in=assumed) if assumed else rule


@lru_cache(maxsize=16)  # a page asks for it with each kind that it shows, at one moment
def _not_withdrawn(at: datetime) -> Q:
    withdrawals: Any = apps.get_model("publishing", "Withdrawal")._default_manager
    in_error = withdrawals.holding(at).filter(kind=WithdrawalKind.IN_ERROR)
    return ~Q(Exists(in_error.filter(public_id=OuterRef("public_id"))))


class PublicQuerySet(QuerySet[Any, Any]):
    """Base of all kinds: rules are in `by_rule`; bulk writing updates the windows."""

    def public(self, at: datetime | None = None, *, inside: str = "") -> Self:
        """Return the rows public at the moment (default: now), from the last write on.

        `inside` names a relation to rows that were fetched as public ones: their windows are not asked again.
        """
        at = at or clock.now()
        return self.by_rule(at) if isinstance(at, Moment) else self.filter(within(self.model, at, inside=inside))

    def one(self) -> Any:
        """Return the first row or None, without sorting; for the row at an address."""
        return next(iter(self.order_by()), None)

    def by_rule(self, at: datetime) -> Self:
        """Return the rows that are public at the moment by definition, not by windows."""
        raise NotImplementedError

    def update(self, **values: Any) -> int:
        is_of_state = {*values} & {*getattr(self.model, "STATE_FIELDS", ())}
        if not (is_of_state or ({*values} - {*NOT_OF_FORMS} and rows_written.has_listeners(self.model))):
            return super().update(**values)
        keys = [*self.values_list("pk", flat=True)]
        updated = super().update(**values)
        if is_of_state:
            write_kind(self.model, keys)
        rows_written.send(self.model, keys=keys, columns=[*values])
        return updated

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(objs, *args, **kwargs)
        if approved := [row.pk for row in created if getattr(row, "state", "") == State.APPROVED]:
            write_kind(self.model, approved)
        rows_written.send(self.model, keys=[row.pk for row in created], columns=[])
        return created


class RecordQuerySet(PublicQuerySet):
    """Records without a parent: meetings, galleries, partners, pages ..."""

    def by_rule(self, at: datetime) -> Self:
        return self.filter(_or_assumed(_approved(at), self.model, at), _not_withdrawn(at))

    def ever_public(self, at: datetime | None = None) -> Self:
        """Return the rows whose time has come (default: now), even if withdrawn since."""
        return self.filter(_approved(at or clock.now()))


class ChildQuerySet(PublicQuerySet):
    """Children, never public before their parent: sessions, outcomes, photos."""

    def by_rule(self, at: datetime) -> Self:
        """Return the rows released at the moment whose parent is public then."""
        released = Q(release=Release.WITH_PARENT) | Q(release=Release.OWN_TIME, publish_at__lte=at)
        rule = Q(state=State.APPROVED) & released & _in_no_frame(self.model, self.model.parent_field, at)
        return self.filter(
            _or_assumed(rule, self.model, at),
            _not_withdrawn(at),
            _within_public(self.model, self.model.parent_field, at),
        )

    def ever_public(self, at: datetime | None = None) -> Self:
        """Return the rows whose time and whose parent's has come, even if withdrawn."""
        at = at or clock.now()
        released = Q(release=Release.WITH_PARENT) | Q(release=Release.OWN_TIME, publish_at__lte=at)
        parents = self.model._meta.get_field(self.model.parent_field).related_model._default_manager
        within = Q(**{f"{self.model.parent_field}__in": parents.ever_public(at)})
        return self.filter(released, within, state=State.APPROVED)


class JoinRowQuerySet(PublicQuerySet):
    """Rows without a state, public with all that they join, such as memberships."""

    def by_rule(self, at: datetime) -> Self:
        """Return the rows of which all parents named are public at the moment."""
        fields = self.model.required_public_fields
        rules = [_within_public(self.model, field, at) & _in_no_frame(self.model, field, at) for field in fields]
        return self.filter(*rules)


class EditionQuerySet(PublicQuerySet):
    """Editions. Public ones refuse bulk deletes and changes of frozen fields."""

    def update(self, **values: Any) -> int:
        columns = {self.model._meta.get_field(name).attname for name in values}
        frozen = columns & {*self.model.FROZEN_FIELDS}
        if frozen and self.filter(_approved(clock.now())).exists():
            raise ValidationError(f"Among these are editions that have been public: {sorted(frozen)} cannot change.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        kept = set(self.filter(_approved(clock.now())))
        if kept:
            raise ProtectedError("Editions that have been public are withdrawn, never deleted.", kept)
        documents = {*self.values_list("document", flat=True)}
        deleted = super().delete()
        write_kind(self.model.document_model(), documents)
        return deleted

    def by_rule(self, at: datetime) -> Self:
        """Return live and earlier editions that are public at the moment."""
        document = self.model._meta.get_field("document").related_model
        documents_not_withdrawn = document._default_manager.filter(_not_withdrawn(at))
        approved = _or_assumed(_approved(at), self.model, at)
        return self.filter(approved, _not_withdrawn(at), document__in=documents_not_withdrawn)

    def live(self, at: datetime | None = None) -> Self:
        """Return the current edition of each document and language at the moment.

        It is the approved one with the latest `publish_at` not after the moment; if just that one is withdrawn there is
        none: a withdrawal never brings an earlier edition back. One that is assumed public takes its place, the one
        with the highest serial if there are several.
        """
        at = at or clock.now()
        return self.live_by_rule(at) if isinstance(at, Moment) else self.public(at).filter(replaced_at__gt=at)

    def live_by_rule(self, at: datetime) -> Self:
        """The same by the definition."""
        later = self.model._default_manager.filter(
            _approved(at),
            document=OuterRef("document"),
            language=OuterRef("language"),
            publish_at__gt=OuterRef("publish_at"),
        )
        current: Any = ~Exists(later)
        if assumed := assumed_public_ids(self.model, at):
            rivals = self.model._default_manager.filter(
                document=OuterRef("document"), language=OuterRef("language"), public_id__in=assumed
            )
            newest = ~Exists(rivals.filter(serial__gt=OuterRef("serial")))
            current = Q(public_id__in=assumed) & newest | ~Exists(rivals) & current
        return self.by_rule(at).filter(current)

    def with_is_live(self, at: datetime) -> Self:
        """Annotate `is_live`: whether it is its language's current text at the moment."""
        if not isinstance(at, Moment):
            return self.annotate(is_live=Q(replaced_at__gt=at))
        live = self.model._default_manager.live(at).filter(pk=OuterRef("pk"))
        return self.annotate(is_live=Exists(live))

    def ever_public(self, at: datetime | None = None) -> Self:
        """Return editions whose time has come, even if they or documents are withdrawn."""
        return self.filter(_approved(at or clock.now()))

    def with_version(self) -> Self:
        """Annotate `version`, the n of v<n>: the place in the order of publication.

        It counts in the document and language, withdrawn editions too; one without a time comes last.
        """
        earlier = self.model._default_manager.filter(
            state=State.APPROVED,
            document=OuterRef("document"),
            language=OuterRef("language"),
            publish_at__lt=Coalesce(OuterRef("publish_at"), Value(FAR_FUTURE)),
        )
        return self.annotate(version=number_of(earlier) + 1)

    def with_newer_source(self, at: datetime | None = None) -> Self:
        """Annotate `newer_source`: the id of a newer edition of what it translates.

        None if nothing is newer, only minor corrections are, or it was checked against the newer one.
        """
        at = at or clock.now()
        rows, since = self, "publish_at"
        newer = self.model._default_manager.public(at)
        known: Any = Coalesce(
            OuterRef("checked_against__publish_at"), OuterRef("translates__publish_at"), Value(BEFORE_ALL)
        )
        if assumed := assumed_public_ids(self.model, at):
            sources = (_since("checked_against__", assumed, at), _since("translates__", assumed, at))
            rows, since = self.alias(known=Coalesce(*sources, Value(BEFORE_ALL))), "since"
            newer, known = newer.alias(since=_since("", assumed, at)), OuterRef("known")
        newer = newer.filter(
            document=OuterRef("document"),
            language=OuterRef("translates__language"),
            **{f"{since}__gt": known},
        )
        # A version begun before an unpublished draft that is being translated is not newer than it.
        begun_later = Q(serial__gt=OuterRef("translates__serial"))
        newer = newer.filter(begun_later | Q(IsNull(OuterRef("translates__publish_at"), rhs=False)))
        newer = newer.exclude(pk=OuterRef("translates")).exclude(correction=Correction.MINOR)
        return rows.annotate(newer_source=Subquery(newer.order_by(f"-{since}").values("pk")[:1]))

    def with_newer_base(self, at: datetime) -> Self:
        """Annotate `newer_base`: of a draft, the id of the edition public by the moment.

        None where the draft was begun from that very edition, or there is none.
        """
        own_time = Coalesce(OuterRef("publish_at"), Value(at))
        siblings = self.model._default_manager.filter(
            _approved(at),
            document=OuterRef("document"),
            language=OuterRef("language"),
            publish_at__lte=own_time,
        ).exclude(pk=OuterRef("pk"))
        latest = Subquery(siblings.order_by("-publish_at").values("pk")[:1])
        moved = self.annotate(latest_other=latest)
        return moved.annotate(newer_base=Case(When(latest_other=F("based_on"), then=None), default=F("latest_other")))


class DocumentQuerySet(PublicQuerySet):
    """Statements and articles: without a state, public when an edition is."""

    def delete(self) -> tuple[int, dict[str, int]]:
        edition = self.model._meta.get_field("editions").related_model
        public_editions = edition._default_manager.filter(_approved(clock.now()))
        kept = set(self.filter(pk__in=public_editions.values("document")))
        if kept:
            raise ProtectedError("Documents that have been public are withdrawn, never deleted.", kept)
        return super().delete()

    def by_rule(self, at: datetime) -> Self:
        """Return the documents with a live edition in some language at the moment."""
        edition = self.model._meta.get_field("editions").related_model
        live = edition._default_manager.live_by_rule(at)
        return self.filter(_not_withdrawn(at), Exists(live.filter(document=OuterRef("pk"))))

    def ever_public(self, at: datetime | None = None) -> Self:
        """Return the documents with an edition whose time has come, even if withdrawn."""
        edition = self.model._meta.get_field("editions").related_model
        return self.filter(pk__in=edition._default_manager.ever_public(at).values("document"))


def _since(prefix: str, assumed: list[str], at: datetime) -> Case:
    """Return when an edition becomes public; if assumed public early, the moment."""
    early = Q(**{f"{prefix}publish_at": None}) | Q(**{f"{prefix}publish_at__gt": at})
    taken = When(Q(**{f"{prefix}public_id__in": assumed}) & early, then=Value(at))
    return Case(taken, default=F(f"{prefix}publish_at"))


def _in_no_frame(model: type[Any], field: str, at: datetime) -> Q:
    """The rows whose relation `field` leads to no frame of a preview."""
    frames = frames_of(model._meta.get_field(field).related_model, at)
    return ~Q(**{f"{field}__public_id__in": frames}) if frames else Q()


def _within_public(model: type[Any], field: str, at: datetime) -> Q:
    """Return the condition that `field` leads to a public row, or nowhere if it may."""
    relation = model._meta.get_field(field)
    inside = Q(**{f"{field}__in": relation.related_model._default_manager.by_rule(at)})
    return inside | Q(**{field: None}) if relation.null else inside
