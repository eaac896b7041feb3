"""The upload page of a gallery, with one request per file or one form for all."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url
from editorial.requests import account_of
from photos.admin.metadata_messages import warnings
from photos.files import pictures
from photos.files.intake import IntakeResult, take_in
from photos.models import Gallery
from photos.people import proposed
from publishing.json_answers import json_view
from publishing.unavailable import not_stored

ACCEPTED_TYPES: Final = "image/jpeg,image/png,image/webp,image/tiff,image/avif"
ADDED, KNOWN, REFUSED = "added", "known", "refused"
FARTHEST: Final = 100_000

logger = logging.getLogger("plenary.photos")


class MultipleFileInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class DefaultsForm(forms.Form):
    """Default values for all uploaded files that have none of their own."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of captions in the files"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Used if the file does not name a language."),
    )
    credit = forms.CharField(
        label=gettext_lazy("Credit line"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For files without one. The line printed next to each photo."),
    )
    photographer = forms.CharField(label=gettext_lazy("Photographer"), max_length=120, required=False)
    copyright = forms.CharField(label=gettext_lazy("Copyright notice"), max_length=200, required=False)

    def defaults(self) -> dict[str, str]:
        """Return the values by the field of the photo."""
        return {name: self.cleaned_data[name] for name in ("credit", "photographer", "copyright")}


class UploadForm(DefaultsForm):
    """The same with the files, for browsers without JavaScript."""

    uploads = FilesField(
        label=gettext_lazy("Files"),
        widget=MultipleFileInput(attrs={"accept": ACCEPTED_TYPES}),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, TIFF or AVIF, up to 60 MB and 80 megapixels each. Choose any number of "
            "files. Photos that are already here are skipped, so you can repeat the same selection."
        ),
    )


class OneFileForm(DefaultsForm):
    """One file of a drop, and its place among the photos of the gallery."""

    upload = forms.FileField()
    position = forms.IntegerField(min_value=1, max_value=FARTHEST, required=False)


@dataclass(frozen=True)
class Result:
    """The result of one file, for the list under the form."""

    status: str
    name: str
    sentence: str
    url: str = ""
    thumbnail: str = ""

    @classmethod
    def of(cls, name: str, intake: IntakeResult) -> "Result":
        url = admin_url(intake.photo)
        if not intake.is_new:
            sentence = _("Already here, as number %(number)s.") % {"number": intake.photo.position}
            return cls(KNOWN, name, sentence, url)
        return cls(ADDED, name, _details(intake), url, admin_url(intake.photo, "file", "640"))


class UploadPages(AdminPages):
    """The upload page of a gallery, and the address that takes one file."""

    def urls(self) -> list[URLPattern]:
        wrap, one = self.admin.admin_site.admin_view, json_view(self.admin.admin_site, self.add_one_view)
        return [
            path("<int:pk>/photos/", wrap(self.add_photos_view), name="photos_gallery_photos"),
            path("<int:pk>/photos/one/", one, name="photos_gallery_photo"),
        ]

    def links(self, request: HttpRequest, row: Gallery) -> list[Link]:
        may_add = self.may_add_photos(request, row)
        return [Link(_("Add photos"), url=admin_url(row, "photos"))] if may_add else []

    def may_add_photos(self, request: HttpRequest, gallery: Gallery) -> bool:
        """Whether the account may add photos to the gallery."""
        allowed = account_of(request).has_perms(["photos.add_photo", "photos.add_photofile"])
        return allowed and self.admin.has_change_permission(request, gallery)

    def add_photos_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form; on POST take each file by itself, so that a bad one stops none."""
        gallery = self._gallery(request, pk)
        form = UploadForm(request.POST or None, request.FILES or None, initial={"language": get_language()})
        results = []
        if form.is_valid():
            uploads = sorted(form.cleaned_data["uploads"], key=lambda upload: str(upload.name))
            results = self._take_all(request, gallery, uploads, form)
        context = {
            **self.context(request, gallery),
            "title": _("Add photos"),
            "change_url": admin_url(gallery),
            "photo_table_url": admin_url(gallery, "photo_table"),
            "one_url": admin_url(gallery, "photo"),
            "form": form,
            "results": results,
            "summary": _summary(results) if results else "",
            "most_bytes": pictures.MAX_BYTES,
            "next_position": gallery.photos.count() + 1,
        }
        return TemplateResponse(request, "admin/add_photos.html", context)

    def add_one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one file and answer in JSON what became of it."""
        gallery = self._gallery(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = OneFileForm(request.POST, request.FILES)
        if not form.is_valid():
            sentences = [str(sentence) for each in form.errors.values() for sentence in each]
            result = Result(REFUSED, _name_of(request), " ".join(sentences))
        else:
            position, upload = form.cleaned_data["position"], form.cleaned_data["upload"]
            try:
                result = self._take(request, gallery, upload, form, position=position)
            except (DatabaseError, OSError) as error:
                return _not_stored(str(upload.name), error)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if result.status == REFUSED else HTTPStatus.OK
        return JsonResponse(vars(result), status=status)

    def _take_all(
        self, request: HttpRequest, gallery: Gallery, uploads: list[File], form: DefaultsForm
    ) -> list[Result]:
        """Take each file; once nothing can be stored, the rest is not tried."""
        results: list[Result] = []
        for upload in uploads:
            try:
                results.append(self._take(request, gallery, upload, form))
            except (DatabaseError, OSError) as error:
                failure = not_stored(error)
                if failure is None:
                    raise
                logger.exception("A photo could not be stored.")
                rest = uploads[len(results) :]
                return results + [Result(REFUSED, str(each.name), str(failure.sentence)) for each in rest]
        return results

    def _gallery(self, request: HttpRequest, pk: int) -> Gallery:
        gallery = self.admin.get_object(request, str(pk))
        if gallery is None or not self.may_add_photos(request, gallery):
            raise PermissionDenied
        return gallery

    def _take(
        self, request: HttpRequest, gallery: Gallery, upload: File, form: DefaultsForm, *, position: int | None = None
    ) -> Result:
        name = str(upload.name)
        try:
            intake = take_in(
                gallery,
                upload,
                by=account_of(request),
                language=form.cleaned_data["language"],
                defaults=form.defaults(),
                position=position,
            )
        except ValidationError as error:
            return Result(REFUSED, name, " ".join(error.messages))
        return Result.of(name, intake)


def _name_of(request: HttpRequest) -> str:
    upload = request.FILES.get("upload")
    return str(upload.name) if upload else ""


def _not_stored(name: str, error: Exception) -> JsonResponse:
    """Answer what may be sent again in a while; what is another error is raised."""
    failure = not_stored(error)
    if failure is None:
        raise error
    logger.error("A photo could not be stored.", exc_info=error)
    result = Result(REFUSED, name, str(failure.sentence))
    headers = {"Retry-After": str(failure.seconds)}
    return JsonResponse(vars(result), status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def _details(intake: IntakeResult) -> str:
    """Return sentences on the details in the file, on people and on warnings."""
    filled, sentences = intake.filled, []
    if filled.fields:
        fields = get_text_list(list(dict.fromkeys(filled.fields)), _("and"))
        sentences.append(_("From the file: %(fields)s.") % {"fields": fields})
    if people := proposed([intake.photo])[intake.photo.pk]:
        names = get_text_list([str(person) for person in people], _("and"))
        sentences.append(_("In this photo? %(names)s. Confirm it in the photo table.") % {"names": names})
    if filled.session:
        sentences.append(_("Proposed by its time: “%(session)s”.") % {"session": filled.session})
    sentences += warnings(filled, intake.delivered)
    if intake.elsewhere:
        sentences.append(_("The same file is also in “%(gallery)s”.") % {"gallery": intake.elsewhere})
    return " ".join(sentences) or _("The file contains no details about the photo.")


def _summary(results: list[Result]) -> str:
    counts = {status: sum(result.status == status for result in results) for status in (ADDED, KNOWN, REFUSED)}
    parts = [ngettext("%(count)s photo is added.", "%(count)s photos are added.", counts[ADDED])]
    sentences = [parts[0] % {"count": counts[ADDED]}]
    if counts[KNOWN]:
        known = ngettext("%(count)s was already here.", "%(count)s were already here.", counts[KNOWN])
        sentences.append(known % {"count": counts[KNOWN]})
    if counts[REFUSED]:
        refused = ngettext("%(count)s was refused.", "%(count)s were refused.", counts[REFUSED])
        sentences.append(refused % {"count": counts[REFUSED]})
    return " ".join(sentences)
