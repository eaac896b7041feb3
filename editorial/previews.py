"""The preview page of a row in the admin, and the list of its preview links."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, get_script_prefix, path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url
from editorial.fields import MomentField
from editorial.public_objects import object_of
from editorial.requests import account_of, is_id
from editorial.status import in_full
from publishing import clock
from publishing.languages import LANGUAGES
from publishing.models import Edition, Item, PreviewLink, Record, audit_log
from publishing.models.audit_log import Action
from publishing.previews import Refusal, end, inside, refusal_of

THIS: Final = "this"
NOTHING: Final = "nothing"


class PreviewForm(forms.Form):
    """The form of a preview: the rows to show, and the time."""

    opened = forms.ChoiceField(label=gettext_lazy("Show as if public"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, target: Item, wholes: Iterable[Record], by: User) -> None:
        super().__init__(data, initial={"opened": THIS}, label_suffix="")
        self.target = target
        self.by = by
        self.rows = {THIS: target, NOTHING: None, **{row.public_id: row for row in wholes}}
        whole = _("“%(name)s” and everything that belongs to it")
        self.choices = {
            THIS: _("Only “%(name)s”") % {"name": target},
            **{key: whole % {"name": row} for key, row in self.rows.items() if key not in (THIS, NOTHING)},
            NOTHING: _("The website at the time chosen below"),
        }
        cast(forms.ChoiceField, self.fields["opened"]).choices = list(self.choices.items())
        zone = timezone.get_current_timezone_name()
        self.fields["at"] = MomentField(required=False)
        self.fields["at"].help_text = _(
            "In the press office’s time zone, %(zone)s. Leave it empty to preview the current site."
        ) % {"zone": zone}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        at = cleaned.get("at")
        if at and at <= clock.now():
            self._refuse(_("%(time)s has passed. Choose a later time, or none.") % {"time": in_full(at)})
        elif not at and cleaned.get("opened") == NOTHING and "at" not in self.errors:
            self._refuse(_("Choose a day and time, or choose what to show."))
        if not self.errors:
            self._refuse_what_has_no_preview(self.link())
        return cleaned

    def link(self) -> PreviewLink:
        """Return the link that was asked for, not stored yet."""
        row, opened = self.rows[self.cleaned_data["opened"]], self.cleaned_data["opened"]
        return PreviewLink(
            maker=self.by,
            public_id=row.public_id if row else "",
            whole=opened not in {THIS, NOTHING},
            at=self.cleaned_data["at"],
            asked_on=self.target.public_id,
        )

    def _refuse_what_has_no_preview(self, link: PreviewLink) -> None:
        match refusal_of(link):
            case Refusal.RIGHTS:
                self.add_error("opened", _("It would show kinds of content that you may not view."))
            case Refusal.TIME:
                self._refuse(_("It would show all that is scheduled, and you may not view all of it."))
            case Refusal.WITHDRAWN:
                self.add_error("opened", _("It was withdrawn as published in error, so there is nothing to preview."))

    def in_words(self) -> str:
        """Return a description of the preview for the audit log."""
        at = self.cleaned_data["at"]
        label = self.choices[self.cleaned_data["opened"]]
        return f"{label}; {in_full(at)}" if at else label

    def _refuse(self, sentence: str) -> None:
        self.add_error("at", sentence)


@dataclass(frozen=True)
class OpenLink:
    """A link that still leads to a preview, as the page lists it."""

    pk: int
    opens: str
    made: str
    until: str

    @classmethod
    def of(cls, link: PreviewLink, target: Item) -> "OpenLink":
        opened = target if link.public_id == target.public_id else object_of(link)
        words = _("“%(name)s” and everything that belongs to it") if link.whole else _("“%(name)s”")
        parts = [words % {"name": opened or link.public_id}] if link.public_id else []
        parts += [_("as of %(time)s") % {"time": in_full(link.at)}] if link.at else []
        made = _("%(time)s by %(name)s") % {"time": in_full(link.made_at), "name": link.maker}
        return cls(link.pk, ", ".join(parts), made, in_full(link.until))


class PreviewPages(AdminPages):
    """The page that asks what to preview, and leads there."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/preview/", view, name=self.url_name("preview"))]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the form; on POST log the preview and redirect to it, or end the link."""
        row = self.admin.get_object(request, unquote(object_id))
        if not self.admin.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self.not_found(request, object_id)
        wholes = [whole for whole in row.preview_roots() if self._may_view(request, whole)]
        by = account_of(request)
        if "end" in request.POST:
            return self._end_link(request, row)
        form = PreviewForm(request.POST or None, target=row, wholes=wholes, by=by)
        if not form.is_valid():
            return self._preview_page(request, form)
        return go_to_preview(form.link(), row, form.in_words())

    def _end_link(self, request: HttpRequest, row: Item) -> HttpResponse:
        """End one of the links of the row's page; one that is not there is over already."""
        pk = request.POST["end"]
        links = PreviewLink.objects.open(clock.now()).made_for(row.public_id)
        for link in links.filter(pk=int(pk)) if is_id(pk) else ():
            end(link, by=account_of(request))
        self.admin.message_user(request, _("The preview link has ended."), messages.SUCCESS)
        return HttpResponseRedirect(admin_url(row, "preview"))

    def _may_view(self, request: HttpRequest, row: Model) -> bool:
        return bool(self.admin.admin_site.get_model_admin(type(row)).has_view_or_change_permission(request, row))

    def _preview_page(self, request: HttpRequest, form: PreviewForm) -> TemplateResponse:
        context = {
            **self.context(request, form.target),
            "title": _("Preview"),
            "form": form,
            "links": [OpenLink.of(link, form.target) for link in _open_links(form.target)],
            "change_url": admin_url(form.target),
        }
        return TemplateResponse(request, "admin/preview.html", context)


def go_to_preview(link: PreviewLink, row: Model, reason: str) -> HttpResponse:
    """Store the link, enter it in the audit log and redirect to the preview."""
    link.save()
    PreviewLink.objects.clear(link.made_at)
    audit_log.record(Action.PREVIEW, by=link.maker, target=row, reason=reason)
    with inside(link.token):
        answer = HttpResponseRedirect(_page_of(row))
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _open_links(row: Item) -> QuerySet[PreviewLink]:
    return PreviewLink.objects.open(clock.now()).made_for(row.public_id).select_related("maker")


def _page_of(row: Model) -> str:
    """Return where readers find the row; of what has no page, where the site begins."""
    if isinstance(row, Edition):
        return _page_of_text(row)
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else get_script_prefix()


def _page_of_text(edition: Edition) -> str:
    """Return the document's page in the edition's language, or with its text."""
    if edition.language in LANGUAGES:
        with override(edition.language):
            return str(edition.document.get_absolute_url())
    return f"{edition.document.get_absolute_url()}?{urlencode({'text': edition.language})}"
