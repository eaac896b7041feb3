"""Admins for concurrent editing: forms merge with the saves of other people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.admin_urls import admin_url
from editorial.filling import filling_of
from editorial.form_base import NAME, Digest, FormBase, read_base, row_key
from editorial.merging import Conflict, MergingForm
from editorial.merging_rows import MergingFormSet, MergingList
from editorial.models import enter_sent, others_with, report_open
from editorial.search import BoundedSearch
from publishing.locks import lock_rows
from publishing.models import AuditLogEntry, Child, Edition
from publishing.models.audit_log import CONTENT_CHANGES

NOT_SENT_CONTENT: Final = ("csrfmiddlewaretoken",)


def merging(form: type[forms.ModelForm], **attributes: Any) -> type[forms.ModelForm]:
    """Return the form's class as one that merges."""
    metaclass: Any = type(form)
    return cast(type[forms.ModelForm], metaclass(form.__name__, (MergingForm, form), attributes))


class ConcurrentEditing(BoundedSearch):
    """Mixin of every admin with a form."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_open"
        return [path("<path:object_id>/open/", view, name=name), *super().get_urls()]

    # Merging

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT002  # Django's
        form = super().get_form(request, obj, change=change, **kwargs)
        return merging(form, filling=filling_of(request).rows, takes_files=not getattr(request, "proposing", False))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row; in a transaction, locked after its owners and read again."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        lock_rows(_with_owners(row))
        return super().get_object(request, object_id, from_field)

    def get_formset_kwargs(self, request: HttpRequest, obj: Model, inline: Any, prefix: str) -> dict[str, Any]:
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST" and obj.pk and connection.in_atomic_block:
            lock_rows(given["queryset"])
        return given

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return merging(super().get_changelist_form(request, **kwargs))

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=MergingList, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add to a list that can be sorted what it was opened with."""
        answer: Any = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if formset := getattr(shown.get("cl"), "formset", None):
            shown |= page_base(formset.forms, [formset])
            shown["merged_by"] = _("Another person")
        return cast(HttpResponse, answer)

    def save_related(
        self, request: HttpRequest, form: MergingForm, formsets: Sequence[MergingFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if kept := _kept(form, formsets):
            who = changed_by(read_base(form.data), [form.instance])
            self.message_user(request, merged_sentence(kept, who), messages.INFO)

    # Saving once

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save a form that is sent twice only once, and answer both times alike."""
        show = super().changeform_view
        if request.method != "POST" or not read_base(request.POST).nonce:
            return show(request, object_id, form_url, extra_context)
        with transaction.atomic():
            sent, is_new = enter_sent(content_digest(request))
            if not is_new and (row := self.get_object(request, sent.object_id)) is not None:
                return self.response_change(request, row) if object_id else self.response_add(request, row)
            response = show(request, object_id, form_url, extra_context)
            if (saved := getattr(request, "saved_row", None)) is not None:
                sent.object_id = str(saved.pk)
                sent.save(update_fields=["object_id"])
            else:
                sent.delete()
            return response

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        request.saved_row = obj  # type: ignore[attr-defined]
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        request.saved_row = obj  # type: ignore[attr-defined]
        return super().log_change(request, obj, message)

    # The page

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context |= page_base([form, *(each for formset in formsets for each in formset.initial_forms)], formsets)
        context["merged"] = _kept(form, formsets) if form.is_bound else []
        if context["conflicts"] or context["merged"]:
            context["merged_by"] = changed_by(read_base(form.data), [row])
        if row is not None and row.pk and self.has_change_permission(request, row):
            context["open_url"] = admin_url(row, "open")
            context["open_with"] = also_open(row, cast(User, request.user))
        return super().render_change_form(request, context, *args, **kwargs)

    def open_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """Take, once a minute, that the account has the form open; answer who else has."""
        row = super().get_object(request, unquote(object_id))
        if request.method != "POST" or row is None or not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        account = cast(User, request.user)
        report_open(row_key(row), account)
        return JsonResponse({"sentence": also_open(row, account)})


def _with_owners(row: Model) -> Iterator[Model]:
    yield row
    if isinstance(row, Child):
        yield from _with_owners(row.parent)
    elif isinstance(row, Edition):
        yield row.document


def page_base(
    all_forms: Iterable[MergingForm],
    formsets: Iterable[MergingFormSet] = (),
    *,
    conflicts: Iterable[Conflict] = (),
    more: Mapping[str, Mapping[str, Digest]] | None = None,
) -> dict[str, Any]:
    """Return the context of a page with forms: its hidden input and its conflicts.

    `conflicts` are those that no form knows of, `more` the digests of what can be changed without a form of its own.
    """
    all_forms = list(all_forms)
    found = [*(each for form in all_forms for each in form.conflicts)]
    for each in (*(each for formset in formsets for each in formset.all_conflicts()), *conflicts):
        if each not in found:
            found.append(each)
    rows = {row_key(form.instance): form.digests() for form in all_forms if form.is_stored}
    for key, digests in (more or {}).items():
        rows[key] = {**digests, **rows.get(key, {})}
    base = FormBase.begin(rows, [conflict.name for conflict in found])
    return {"base_name": NAME, "base": base.signed(), "conflicts": found}


def also_open(row: Model, account: User) -> str:
    """Return a sentence with the names of others who have the form open, or ""."""
    names = others_with(row_key(row), account)
    if not names:
        return ""
    sentence = ngettext("%(names)s also has this form open.", "%(names)s also have this form open.", len(names))
    return sentence % {"names": get_text_list(names, _("and"))}


def changed_by(base: FormBase, rows: Iterable[Any]) -> str:
    """Return the names of the accounts that saved the rows since the page opened."""
    ids = [row.public_id for row in rows if getattr(row, "public_id", "")]
    since = datetime.fromtimestamp(base.opened, UTC)
    entries = AuditLogEntry.objects.filter(public_id__in=ids, at__gte=since, action__in=CONTENT_CHANGES)
    names = entries.order_by("by_name").values_list("by_name", flat=True).distinct()
    return get_text_list(list(names), _("and")) or _("Another person")


def merged_sentence(kept: Iterable[str], who: str) -> str:
    """Say what was saved together with the sender's changes."""
    sentence = _("%(who)s changed this while you had the form open. Both changes are saved. Theirs: %(fields)s.")
    return sentence % {"who": who, "fields": get_text_list(list(dict.fromkeys(kept)), _("and"))}


def content_digest(request: HttpRequest) -> str:
    """Return what is the same when the same page is sent twice with the same content."""
    found = sha256(f"{request.user.pk} {request.path}".encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_SENT_CONTENT:
            found.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        found.update(repr((name, [(file.name, file.size) for file in files])).encode())
    return found.hexdigest()


def _kept(form: MergingForm, formsets: Iterable[MergingFormSet]) -> list[str]:
    return [*form.kept, *(each for formset in formsets for each in formset.all_kept())]
