"""The history of everything on the desk: kept from the first save; going back brings back words, never a state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from reversion.admin import VersionAdmin
from reversion.errors import RevertError
from reversion.models import Revision, Version

from publishing import trail
from publishing.admin.addresses import desk_page
from publishing.admin.fields import DeskFields, InitialValues
from publishing.models import Child, Document, Edition, Publishable, TrailEntry, Withdrawal
from publishing.states import Release, State
from publishing.trail import Act

SHOWN: Final = 50
OF_A_WITHDRAWAL: Final = ("public_id", "kind", "since", "until")  # what verbs alone write of it


@dataclass(frozen=True)
class KeptStates:
    """The states of what an old revision holds, as they stand before it is brought back."""

    stored: list[tuple[type[Model], str, dict[str, Any]]]
    public: list[Publishable]
    recovered: list[tuple[type[Child], str]]
    words: list[tuple[Edition, dict[str, Any]]]

    @classmethod
    def before(cls, revision: Revision) -> "KeptStates":
        kept = cls([], [], [], [])
        for version in revision.version_set.all():
            model = version.content_type.model_class()
            if not issubclass(model, (Publishable, Document, Withdrawal)):
                continue
            row = model._default_manager.filter(pk=version.object_id).first()
            kept.stored.append((model, version.object_id, _state_of(row) if row else _draft(model)))
            if isinstance(row, Edition) and row.state == State.APPROVED:
                kept.words.append((row, {name: getattr(row, name) for name in row.FROZEN_FIELDS}))
            if not issubclass(model, Publishable):
                continue
            if row:
                kept.public.extend(child for child in _below(row) if child.was_public())
            elif version.field_dict.get("release") == Release.WITH_PARENT:
                kept.recovered.append((model, version.object_id))
        return kept

    def restore(self) -> None:
        """Write the states back. Raises RevertError where the old revision lacks what has been public since."""
        for row in self.public:
            if not type(row)._default_manager.filter(pk=row.pk).exists():
                sentence = _("“%(name)s” came later and has been public, and this version would delete it.")
                raise RevertError(sentence % {"name": row})
        for model, pk, state in self.stored:
            if state:
                model._default_manager.filter(pk=pk).update(**state)
        for model, pk in self.recovered:
            child = model._default_manager.get(pk=pk)
            if child.parent.state != State.APPROVED:
                model._default_manager.filter(pk=pk).update(release=Release.WITH_PARENT)

    def refuse_other_words(self) -> None:
        """Raise RevertError where the old revision has given an edition other words whose words stand."""
        for edition, words in self.words:
            again = type(edition)._default_manager.get(pk=edition.pk)
            if {name: getattr(again, name) for name in words} != words:
                sentence = _(
                    "“%(name)s” is approved or has been public, and this version would change its words."
                )
                raise RevertError(sentence % {"name": edition})

    def enter(self, *, by: User) -> None:
        """Add to the trail that the earlier words are the work of who brings them back."""
        for model, pk, _state in self.stored:
            row = model._default_manager.filter(pk=pk).first()
            trail.record(Act.SAVE, by=by, target=row, reason=_("An earlier version was brought back."))


class HistoryAdmin(DeskFields, InitialValues, VersionAdmin):  # type: ignore[misc]  # reversion has no type hints
    """Keeps every save, and lets an editor go back to an earlier one or recover what was deleted."""

    history_latest_first = True

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Open a revision only for what may write: it is a transaction, and SQLite has one writer at a time."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            yield
            return
        with super().create_revision(request):
            yield

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return super().revision_view(request, object_id, version_id, self._keeping_states(version_id))

    def recover_view(
        self, request: HttpRequest, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().recover_view(request, version_id, self._keeping_states(version_id))

    def _keeping_states(self, version_id: str) -> dict[str, Any]:
        """Look only among this kind's versions: the parent class would bring back any other kind's, unasked."""
        versions = Version.objects.get_for_model(self.model).select_related("revision")
        return {"kept_states": KeptStates.before(get_object_or_404(versions, pk=version_id).revision)}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show, above the kept versions, what the trail knows of the row."""
        row = self.get_object(request, unquote(object_id))
        entries = TrailEntry.objects.filter(public_id=getattr(row, "public_id", "") or "-")
        context = {"trail": entries[:SHOWN], "trail_url": _trail_of(row)} | (extra_context or {})
        return super().history_view(request, object_id, context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for row in saved_rows(form, formsets, is_new=not change):
            trail.record(Act.SAVE, by=cast(User, request.user), target=row)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            if hasattr(row, "public_id"):
                trail.record(Act.DELETE, by=cast(User, request.user), target=row)
        return super().log_deletions(request, queryset)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if kept := (extra_context or {}).get("kept_states"):
            kept.restore()
            if request.method == "POST":
                kept.refuse_other_words()
                kept.enter(by=cast(User, request.user))
        return super().changeform_view(request, object_id, form_url, extra_context)


def saved_rows(form: Any, formsets: Any, *, is_new: bool) -> Iterator[Any]:
    """Yield the rows with a permanent id whose content a form has changed; to be sorted anew is no change.

    What has no id of its own, such as a participation, counts for the row of the form.
    """
    changed = is_new or _is_changed(form)
    for formset in formsets:
        rows = [each.instance for each in formset.forms if each.instance.pk and _is_changed(each)]
        if issubclass(formset.model, Publishable):
            yield from rows
            changed = changed or bool(formset.deleted_forms)
        else:
            changed = changed or bool(rows or formset.deleted_objects)
    if changed and hasattr(form.instance, "public_id"):
        yield form.instance


def _is_changed(form: Any) -> bool:
    return bool({*form.changed_data} - {"position"})


def _trail_of(row: Any) -> str:
    return desk_page(TrailEntry, "changelist", q=row.public_id) if hasattr(row, "public_id") else ""


def _state_of(row: Any) -> dict[str, Any]:
    """Return what stays as it stands, whatever words are brought back."""
    if isinstance(row, Withdrawal):
        return {name: getattr(row, name) for name in OF_A_WITHDRAWAL}
    names = row.STATE_FIELDS if isinstance(row, Publishable) else ()
    kept = {name: getattr(row, name) for name in names}
    if not row.was_public():
        return kept
    where = ("slug", f"{row.parent_field}_id") if isinstance(row, Child) else ("slug",)
    return kept | {name: getattr(row, name) for name in where if hasattr(row, name)}


def _draft(model: type[Model]) -> dict[str, Any]:
    """What was deleted comes back as a draft, and into an approved parent as held back."""
    if not issubclass(model, Publishable):
        return {}
    state: dict[str, Any] = {"state": State.DRAFT, "publish_at": None}
    return state | {"release": Release.HELD_BACK} if issubclass(model, Child) else state


def _below(row: Publishable) -> Iterator[Child]:
    for child in row.children():
        yield child
        yield from _below(child)
