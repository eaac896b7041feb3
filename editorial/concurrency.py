"""Concurrent editing: what pages with forms carry, and what they say of others."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, cast

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url
from editorial.form_base import NAME, Digest, FormBase, row_key
from editorial.merging import Conflict, MergingForm
from editorial.merging_rows import MergingFormSet
from editorial.models import others_with, report_open
from editorial.requests import account_of
from publishing.models import AuditLogEntry
from publishing.models.audit_log import CONTENT_CHANGES

NOT_SENT_CONTENT: Final = ("csrfmiddlewaretoken",)


def merging(form: type[forms.ModelForm], **attributes: Any) -> type[forms.ModelForm]:
    """Return the form's class as one that merges."""
    metaclass: Any = type(form)
    return cast(type[forms.ModelForm], metaclass(form.__name__, (MergingForm, form), attributes))


class OpenFormPages(AdminPages):
    """The address by which browsers report open forms and learn who else has them."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.open_view)
        return [path("<path:object_id>/open/", view, name=self.url_name("open"))]

    def form_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        if not self.admin.has_change_permission(request, row):
            return {}
        return {"open_url": admin_url(row, "open"), "open_with": also_open(row, account_of(request))}

    def open_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """Take, once a minute, that the account has the form open; answer who else has."""
        row = ModelAdmin.get_object(self.admin, request, unquote(object_id))  # not locked
        if request.method != "POST" or row is None or not self.admin.has_view_or_change_permission(request, row):
            raise PermissionDenied
        account = account_of(request)
        report_open(row_key(row), account)
        return JsonResponse({"sentence": also_open(row, account)})


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
    """Return a digest by which a page that is sent twice is recognised."""
    found = sha256(f"{request.user.pk} {request.path}".encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_SENT_CONTENT:
            found.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        found.update(repr((name, [(file.name, file.size) for file in files])).encode())
    return found.hexdigest()


def kept_of(form: MergingForm, formsets: Iterable[MergingFormSet]) -> list[str]:
    """Return the labels of fields that others changed meanwhile and the form keeps."""
    return [*form.kept, *(each for formset in formsets for each in formset.all_kept())]
