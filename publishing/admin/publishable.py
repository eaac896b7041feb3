"""The desk's side of states: what a row is to the public, the buttons that change it, and what cannot be deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import verbs
from publishing.admin.addresses import Link, desk_address, mending
from publishing.admin.forms import AddressForm
from publishing.admin.history import HistoryAdmin
from publishing.admin.previews import PreviewPages
from publishing.admin.states import Standing, StateColumn, StateFilter, standing, state_in_a_sentence
from publishing.admin.verbs import VERBS, VerbForm, offered_verbs
from publishing.obstacles import Obstacle, Refused


@dataclass(frozen=True)
class Panel:
    """What stands above the form: the state, what it means, and what can be done about it."""

    now: Standing
    sentence: str
    links: Sequence[Link]
    public_url: str | None = None


class PublishableAdmin(PreviewPages, StateColumn, HistoryAdmin):
    """The admin of what has a state, or editions that have one. Forms show the state; verbs change it."""

    form: type[forms.ModelForm] = AddressForm
    list_filter: Any = (StateFilter,)
    actions: Sequence[Any] | None = ("publish_selected",)
    public_keys = ("public", "withdrawn", "replaced")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.verb_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_verb"
        return [path("<path:object_id>/verb/<slug:verb_name>/", view, name=name), *super().get_urls()]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return the public page, only of what has one at this moment."""
        if obj is None or not hasattr(obj, "get_absolute_url") or standing(obj).key not in self.public_keys:
            return None
        return str(obj.get_absolute_url())

    # Deleting

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.was_public())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row and row.was_public() and self.has_view_or_change_permission(request, row):
            self.message_user(request, _not_deleted(row), messages.ERROR)
            return HttpResponseRedirect(desk_address(row))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        if kept := [_not_deleted(row) for row in objs if row.was_public()]:
            return to_delete, counts, set(), kept
        return to_delete, counts, perms_needed, protected

    # The form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["panel"] = self.panel(request, row) if row and row.pk else None
        context["saving_verbs"] = self.saving_verbs(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def panel(self, request: HttpRequest, row: Any) -> Panel:
        now = standing(row)
        links = self.panel_links(row) if admin.ModelAdmin.has_change_permission(self, request) else []
        return Panel(now, state_in_a_sentence(row, now), links, self.get_view_on_site_url(row))

    def panel_links(self, row: Any) -> list[Link]:
        """Return the buttons that leave the form as it is stored."""
        return [
            Link(verb.label, url=desk_address(row, "verb", verb.name))
            for verb in offered_verbs(row)
            if not verb.saves_first
        ]

    def saving_verbs(self, row: Any) -> list[Link]:
        """Return the buttons that save the form and go on to the verb."""
        offered = offered_verbs(row or self.model())
        return [Link(verb.label, name=f"_{verb.name}") for verb in offered if verb.saves_first]

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._on_to_the_verb(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._on_to_the_verb(request, obj) or super().response_change(request, obj)

    def _on_to_the_verb(self, request: HttpRequest, row: Any) -> HttpResponse | None:
        for name in VERBS:
            if f"_{name}" in request.POST:
                return HttpResponseRedirect(desk_address(row, "verb", name))
        return None

    # The verbs

    def verb_view(self, request: HttpRequest, object_id: str, verb_name: str) -> HttpResponse:
        """Ask on GET, do it on POST; what stands in the way is listed with where it is mended."""
        if not admin.ModelAdmin.has_change_permission(self, request):
            raise PermissionDenied
        if verb_name not in VERBS:
            raise Http404
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not VERBS[verb_name].offered(row):
            return self._nothing_to_do(request, row, VERBS[verb_name])
        form = VERBS[verb_name](request.POST if request.method == "POST" else None, target=row)
        refused, echo = form.obstacles(), ""
        if form.is_bound and not refused and form.is_valid():
            echo = form.echo()
            if request.POST.get("confirmed", "") == echo:
                try:
                    return self._carry_out(request, form)
                except Refused as refusal:
                    refused = refusal.obstacles
        return self._verb_page(request, form, refused, echo)

    def _nothing_to_do(self, request: HttpRequest, row: Any, verb: type[VerbForm]) -> HttpResponse:
        sentence = _("“%(verb)s” does not apply: “%(name)s” is %(state)s.")
        values = {"verb": verb.label, "name": row, "state": standing(row).words}
        self.message_user(request, sentence % values, messages.WARNING)
        return HttpResponseRedirect(desk_address(row))

    def _carry_out(self, request: HttpRequest, form: VerbForm) -> HttpResponse:
        row = form.target
        with self.create_revision(request):
            sentence = form.carry_out(by=_editor(request))
            reversion.add_to_revision(row)
            self.log_change(request, row, str(form.comment))
        self.message_user(request, self._with_link(row, sentence), messages.SUCCESS)
        return HttpResponseRedirect(desk_address(row))

    def _with_link(self, row: Any, sentence: str) -> str:
        fresh = self.model._default_manager.get(pk=row.pk)
        url = self.get_view_on_site_url(fresh)
        return format_html('{} <a href="{}">{}</a>', sentence, url, _("View on site")) if url else sentence

    def _verb_page(
        self, request: HttpRequest, form: VerbForm, refused: list[Obstacle], echo: str
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": form.label,
            "subtitle": str(form.target),
            "form": form,
            "original": form.target,
            "refused": [mending(obstacle) for obstacle in refused],
            "echo": echo,
            "change_url": desk_address(form.target),
        }
        return TemplateResponse(request, "admin/verb.html", context)

    @admin.action(
        permissions=["change"], description=gettext_lazy("Publish selected %(verbose_name_plural)s")
    )
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show what can be published and what cannot, with every reason; publish the former when confirmed."""
        found = [(row, verbs.obstacles_to_publish(row)) for row in queryset]
        ready = [row for row, obstacles in found if not obstacles]
        if "confirmed" in request.POST:
            self._publish_all(request, ready)
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publish selected %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "ready": ready,
            "refused": [
                (row, [mending(each) for each in obstacles]) for row, obstacles in found if obstacles
            ],
            "selected": [row.pk for row, _obstacles in found],
        }
        return TemplateResponse(request, "admin/publish_selected.html", context)

    def _publish_all(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        verb = VERBS["publish"]
        for row in rows:
            with self.create_revision(request):
                verbs.publish(row, by=_editor(request))
                self.log_change(request, row, str(verb.comment))
        sentence = ngettext("%(count)s is published now.", "%(count)s are published now.", len(rows))
        self.message_user(request, sentence % {"count": len(rows)}, messages.SUCCESS)


def _editor(request: HttpRequest) -> User:
    """Return who asks: the desk lets nobody in who has not signed in."""
    return cast(User, request.user)


def _not_deleted(row: Model) -> str:
    return _("“%(name)s” has been public, so it can be withdrawn but not deleted.") % {"name": row}
