"""Previews on the desk: what an editor wants to see before everybody may, and the way there."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final, cast

from django import forms
from django.conf import settings
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, get_script_prefix, path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from publishing import checks, clock, trail
from publishing.admin.addresses import desk_address
from publishing.admin.fields import MomentField
from publishing.admin.history import HistoryAdmin
from publishing.admin.states import in_full
from publishing.models import Edition
from publishing.previews import Wish, inside
from publishing.trail import Act

THIS: Final = "this"
NOTHING: Final = "nothing"


class PreviewForm(forms.Form):
    """What to open, and the time at which to look."""

    opened = forms.ChoiceField(label=gettext_lazy("Shown as if it were public"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, target: Any, wholes: Iterable[Any]) -> None:
        super().__init__(data, initial={"opened": THIS}, label_suffix="")
        self.target = target
        whole = _("“%(name)s” with all that belongs to it")
        self.choices = {
            THIS: _("Only this: “%(name)s”") % {"name": target},
            **{row.public_id: whole % {"name": row} for row in wholes},
            NOTHING: _("Nothing: what will be public by the time below"),
        }
        cast(forms.ChoiceField, self.fields["opened"]).choices = list(self.choices.items())
        zone = timezone.get_current_timezone_name()
        self.fields["at"] = MomentField(required=False)
        self.fields["at"].help_text = _(
            "In the time zone of the office, %(zone)s. Leave it empty to look at the site of now."
        ) % {"zone": zone}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        at, now = cleaned.get("at"), clock.now()
        if at and at <= now:
            self._refuse(_("%(time)s has passed. Choose a later time, or none.") % {"time": in_full(at)})
        elif at and at > now + checks.FURTHEST:
            self._refuse(
                _("%(time)s is too far off. Choose a time within ten years.") % {"time": in_full(at)}
            )
        elif not at and cleaned.get("opened") == NOTHING and "at" not in self.errors:
            self._refuse(_("Say at which day and time, or what shall be shown."))
        return cleaned

    def wish(self, *, by: User) -> Wish:
        """Return what was asked for."""
        opened, at = self.cleaned_data["opened"], self.cleaned_data["at"]
        public_id = {THIS: self.target.public_id, NOTHING: ""}.get(opened, opened)
        return Wish(by.pk, public_id, whole=opened not in {THIS, NOTHING}, at=at)

    def in_words(self) -> str:
        """Say what was asked for, for the trail."""
        at = self.cleaned_data["at"]
        label = self.choices[self.cleaned_data["opened"]]
        return f"{label}; {in_full(at)}" if at else label

    def _refuse(self, sentence: str) -> None:
        self.add_error("at", sentence)


class PreviewPages(HistoryAdmin):
    """Mixin of the admin of what can be public: a page that asks what to preview, and sends there."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        return [path("<path:object_id>/preview/", view, name=name), *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask on GET; on POST write into the trail who looks at what, and go to the row's page in the preview."""
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        wholes = [whole for whole in row.previewed_within() if self._may_view(request, whole)]
        form = PreviewForm(request.POST or None, target=row, wholes=wholes)
        if not form.is_valid():
            return self._preview_page(request, form)
        editor = cast(User, request.user)
        trail.record(Act.PREVIEW, by=editor, target=row, reason=form.in_words())
        with inside(form.wish(by=editor).token()):
            answer = HttpResponseRedirect(_page_of(row))
        answer.status_code = HTTPStatus.SEE_OTHER
        return answer

    def _may_view(self, request: HttpRequest, row: Any) -> bool:
        return bool(self.admin_site.get_model_admin(type(row)).has_view_or_change_permission(request, row))

    def _preview_page(self, request: HttpRequest, form: PreviewForm) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Preview"),
            "subtitle": str(form.target),
            "form": form,
            "original": form.target,
            "change_url": desk_address(form.target),
        }
        return TemplateResponse(request, "admin/preview.html", context)


def _page_of(row: Any) -> str:
    """Return where readers find the row; of what has no page, where the site begins."""
    if isinstance(row, Edition):
        return _page_of_text(row)
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else get_script_prefix()


def _page_of_text(edition: Edition) -> str:
    """Return the document's page in the edition's language, or where that page shows a text in another one."""
    if edition.language in dict(settings.LANGUAGES):
        with override(edition.language):
            return str(edition.document.get_absolute_url())
    return f"{edition.document.get_absolute_url()}?{urlencode({'text': edition.language})}"
