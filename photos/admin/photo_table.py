"""The photo table: order and texts of a gallery's photos, in every language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import reversion
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.utils import build_localized_fieldname

from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url
from editorial.concurrency import also_open, changed_by, page_base
from editorial.drafts import draft_of, note_saved
from editorial.field_permissions import POSITION, may_change_field
from editorial.form_base import Digest, read_base, row_key
from editorial.merging import Conflict, settle_order
from editorial.requests import account_of
from editorial.status import with_status
from meetings.ordering import renumber
from photos.admin.photo_table_forms import ApplyForm, LineForm
from photos.files import rendition_tasks
from photos.models import Gallery, Photo, PhotoFile
from photos.people import accept, proposed
from publishing.languages import LANGUAGES
from publishing.locks import lock_rows
from publishing.models import audit_log
from publishing.models.audit_log import Action
from publishing.states import Release

A_PAGE: Final = 100
EMPTY: Final = partial(lambda column: Q(**{column: ""}) | Q(**{column: None}))


def _any_empty(text: str) -> Q:
    empty = Q()
    for code in LANGUAGES:
        empty |= EMPTY(build_localized_fieldname(text, code))
    return empty


def _all_empty(text: str) -> Q:
    empty = Q()
    for code in LANGUAGES:
        empty &= EMPTY(build_localized_fieldname(text, code))
    return empty


FILTERS: Final[dict[str, tuple[str | Promise, Q]]] = {
    "without-alt": (gettext_lazy("Without alternative text"), _any_empty("alt")),
    "without-credit": (gettext_lazy("Without credit line"), Q(credit="")),
    "not-translated": (gettext_lazy("Not translated"), _any_empty("caption") & ~_all_empty("caption")),
    "held-back": (gettext_lazy("Held back"), Q(release=Release.HELD_BACK)),
    "not-ready": (
        gettext_lazy("Not ready"),
        Q(current_file=None) | ~Q(current_file__status=PhotoFile.Status.READY) | ~Q(current_file__problem=""),
    ),
}


@dataclass(frozen=True)
class Narrowing:
    """A link that shows only some of the photos, and how many these are."""

    label: str | Promise
    url: str
    count: int
    is_current: bool


class PhotoTablePages(AdminPages):
    """The photo table of the galleries' admin."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.photo_table_view)
        return [
            path("<int:pk>/photo-table/", view, name="photos_gallery_photo_table"),
        ]

    def links(self, request: HttpRequest, row: Gallery) -> list[Link]:
        return [Link(_("Photo table"), url=admin_url(row, "photo_table"))]

    def photo_table_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the photos; on POST save the lines and apply values to selected photos."""
        gallery = self.admin.get_object(request, str(pk))
        if gallery is None or not self._may_edit(request, gallery):
            raise PermissionDenied
        if request.method != "POST":
            return self._answer(request, gallery)
        with transaction.atomic():
            lock_rows([gallery, *gallery.photos.all()])
            return self._answer(request, gallery)

    def _answer(self, request: HttpRequest, gallery: Gallery) -> HttpResponse:
        shown = self._shown(request, gallery)
        data = request.POST.dict() if request.method == "POST" else None
        lines = self._lines(request, list(shown.object_list), None if data is None else request.POST)
        applied = ApplyForm(request.POST if data and "_apply" in data else None, gallery=gallery, user=request.user)
        conflicts: list[Conflict] = []
        if data is not None:
            refused = [line for line in lines if not line.is_valid()]  # every one is asked
            refused_values = applied.is_bound and not applied.is_valid()
            conflicts = [] if refused_values else self._conflicts(request, lines, applied)
            if not refused and not refused_values and not conflicts:
                self._save(request, gallery, lines, applied)
                note_saved(request)
                return HttpResponseRedirect(request.get_full_path())
            messages.error(request, _("Nothing is saved yet. See the messages at the fields below."))
        base, rows = read_base(request.POST), [line.instance for line in lines]
        context = page_base(lines, conflicts=conflicts, more=_applied_digests(lines, applied)) | {
            "merged_by": changed_by(base, rows) if conflicts else "",
            **self.context(request, gallery),
            "title": _("Photo table"),
            "draft_of": draft_of(request),
            "change_url": admin_url(gallery),
            "open_url": admin_url(gallery, "open"),
            "open_with": also_open(gallery, account_of(request)),
            "add_url": admin_url(gallery, "photos"),
            "lines": lines,
            "selected": set(request.POST.getlist("selected")),
            "applied": applied,
            "narrowings": list(_narrowings(request, gallery)),
            "shown": shown,
        }
        return TemplateResponse(request, "admin/photo_table.html", context)

    def _may_edit(self, request: HttpRequest, gallery: Gallery) -> bool:
        may_change = account_of(request).has_perm("photos.change_photo")
        return may_change and self.admin.has_change_permission(request, gallery)

    def _lines(self, request: HttpRequest, photos: list[Photo], data: QueryDict | None) -> list[LineForm]:
        pages = self.admin.admin_site.get_model_admin(Photo)
        may_link_people = may_change_field(account_of(request), Photo, "people")
        named = proposed(photos)
        lines = []
        for photo in photos:
            may_change = pages.has_change_permission(request, photo)
            line = LineForm(
                data,
                instance=photo,
                prefix=photo.public_id,
                may_change=may_change,
                may_link=may_change and may_link_people,
                people=named[photo.pk],
            )
            lines.append(line)
        return lines

    def _shown(self, request: HttpRequest, gallery: Gallery) -> Page[Photo]:
        """Return the photos that were sent; before that, a page of the filter's photos."""
        photos = _photos(gallery)
        if request.method == "POST":
            sent = [name.removesuffix("-position") for name in request.POST if name.endswith("-position")]
            return Paginator(photos.filter(public_id__in=sent), A_PAGE).get_page(1)
        if wanted := FILTERS.get(request.GET.get("show", "")):
            photos = photos.filter(wanted[1])
        return Paginator(photos, A_PAGE).get_page(request.GET.get("page"))

    def _conflicts(self, request: HttpRequest, lines: list[LineForm], applied: ApplyForm) -> list[Conflict]:
        """Return the conflicts in the lines, in the applied values and in the order."""
        base, selected = read_base(request.POST), set(request.POST.getlist("selected"))
        found = [conflict for line in lines for conflict in line.conflicts]
        for line in lines if applied.is_bound else ():
            if line.instance.public_id in selected and line.may_change:
                found += applied.conflicts(line.instance, base)
        order = settle_order(lines, "order", str(Photo._meta.verbose_name_plural), base)
        return [*found, order] if order else found

    def _save(self, request: HttpRequest, gallery: Gallery, lines: list[LineForm], applied: ApplyForm) -> None:
        by = account_of(request)
        selected = set(request.POST.getlist("selected"))
        values = applied.values() if applied.is_bound else {}
        base = read_base(request.POST)
        with transaction.atomic(), reversion.create_revision():
            reversion.set_user(by)
            reversion.set_comment(_("Changed in the photo table."))
            changed = []
            for line in lines:
                photo = line.instance
                may_apply = values and photo.public_id in selected and line.may_change
                new = applied.values_for(photo, base) if may_apply else {}
                different = {name: value for name, value in new.items() if getattr(photo, name) != value}
                for name, value in different.items():
                    setattr(photo, name, value)
                if line.changed_texts or different:
                    photo.save()
                    accept(photo, line.cleaned_data["named"])
                    changed.append(photo)
                elif POSITION in line.changed_data:
                    Photo.objects.filter(pk=photo.pk).update(position=photo.position)
            for photo in changed:
                audit_log.record(Action.SAVE, by=by, target=photo)
            renumber(gallery.photos.all())
        rendition_tasks.refresh(changed)
        _tell_of_refused(request, [line for line in lines if not line.may_change], selected if values else set())
        self._tell(request, changed, selected if applied.is_bound else None, values)

    def _tell(
        self, request: HttpRequest, changed: list[Photo], selected: set[str] | None, values: dict[str, Any]
    ) -> None:
        sentence = ngettext("%(count)s photo is changed.", "%(count)s photos are changed.", len(changed))
        messages.success(request, sentence % {"count": len(changed)})
        if selected is not None and not selected:
            messages.warning(request, _("No photo was selected, so nothing was applied. Select at least one photo."))
        elif selected and not values:
            messages.warning(
                request,
                _("There were no values to apply to the selected photos. Fill in at least one field."),
            )


def _applied_digests(lines: Iterable[LineForm], form: ApplyForm) -> dict[str, dict[str, Digest]]:
    """Return, by row key, the digests of what could be applied to the photos."""
    return {row_key(line.instance): form.digests(line.instance) for line in lines}


def _tell_of_refused(request: HttpRequest, lines: list[LineForm], selected: set[str]) -> None:
    """Say for which photos something was sent that the account may not change."""
    refused = [line.instance for line in lines if line.is_refused or line.instance.public_id in selected]
    if refused:
        sentence = ngettext(
            "%(count)s photo is not changed: only accounts that may approve photos change approved ones.",
            "%(count)s photos are not changed: only accounts that may approve photos change approved ones.",
            len(refused),
        )
        messages.warning(request, sentence % {"count": len(refused)})


def _photos(gallery: Gallery) -> QuerySet[Photo]:
    photos: QuerySet[Photo] = with_status(Photo.objects.filter(gallery=gallery)).with_file().select_related("gallery")
    return photos


def _narrowings(request: HttpRequest, gallery: Gallery) -> Iterable[Narrowing]:
    """Yield the links of the filters with their counts: one query."""
    photos = Photo.objects.filter(gallery=gallery).with_file()
    names = {name: name.replace("-", "_") for name in FILTERS}
    counts = photos.aggregate(
        all_photos=Count("pk"),
        **{names[name]: Count("pk", filter=wanted) for name, (_label, wanted) in FILTERS.items()},
    )
    current = request.GET.get("show", "")
    yield Narrowing(_("All"), request.path, counts["all_photos"], is_current=current not in FILTERS)
    for name, (label, _wanted) in FILTERS.items():
        url = f"{request.path}?show={name}"
        yield Narrowing(label, url, counts[names[name]], is_current=current == name)
