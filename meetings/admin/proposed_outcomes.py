"""Outcomes that statements propose, in the admin: a notice in the forms of both, and the page that records one."""

from typing import Any

import reversion
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from editorial.action_views import editor
from editorial.admin_urls import admin_url
from editorial.proposals import is_approved, is_proposing
from meetings.models import Outcome
from meetings.proposed_outcomes import ProposedOutcome, of_statement, record_outcome
from meetings.statement_labels import BY_VERB
from publishing.obstacles import Refused


class OutcomeForm(forms.Form):
    """The verb and the text of an outcome, as the statement proposes them."""

    def __init__(self, data: Any = None, *, proposed: ProposedOutcome) -> None:
        super().__init__(data, label_suffix="")
        column: Any = Outcome._meta.get_field("text")
        self.fields["verb"] = forms.ChoiceField(
            label=_("Type of outcome"),
            choices=[(verb, verb.label) for verb in BY_VERB],
            initial=proposed.verb,
        )
        for code, language in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=_("Subject, in %(language)s") % {"language": language},
                help_text=column.help_text,
                max_length=column.max_length,
                initial=proposed.texts[code],
                required=bool(proposed.texts[code]),
                widget=forms.TextInput(attrs={"class": "vTextField", "lang": code}),
            )


class ProposesOutcomes(admin.ModelAdmin):
    """Mixin of the admins of sessions and of statements."""

    def proposed_outcomes(self, row: Any) -> list[ProposedOutcome]:
        """Return what can be recorded from the row's form."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.outcome_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_outcome"
        return [path("<int:pk>/outcome/<int:other>/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None and row.pk and may_record(request):
            context["proposed_outcomes"] = [
                (each, admin_url(row, "outcome", str(self._other(each, row).pk)))
                for each in self.proposed_outcomes(row)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def outcome_view(self: Any, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show what would be recorded on GET, and record it on POST."""
        row = self.get_object(request, str(pk))
        if row is None or not may_record(request) or not self.has_view_permission(request, row):
            raise PermissionDenied
        found = [each for each in self.proposed_outcomes(row) if self._other(each, row).pk == other]
        if not found:
            self.message_user(request, _("This outcome is recorded already."), messages.WARNING)
            return HttpResponseRedirect(admin_url(row))
        form = OutcomeForm(request.POST if request.method == "POST" else None, proposed=found[0])
        if form.is_bound and form.is_valid():
            return self._record(request, row, found[0], form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Record an outcome"),
            "subtitle": str(row),
            "original": row,
            "proposed": found[0],
            "held_back": is_approved(found[0].session),
            "form": form,
            "change_url": admin_url(row),
        }
        return TemplateResponse(request, "admin/record_outcome.html", context)

    def _record(
        self: Any, request: HttpRequest, row: Any, proposed: ProposedOutcome, form: OutcomeForm
    ) -> HttpResponse:
        texts = {code: form.cleaned_data[code] for code, _name in settings.LANGUAGES}
        verb = form.cleaned_data["verb"]
        try:
            with self.create_revision(request):
                outcome = record_outcome(proposed, by=editor(request), verb=verb, texts=texts)
                reversion.add_to_revision(outcome)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return HttpResponseRedirect(admin_url(row))
        link = format_html(
            '{} <a href="{}">{}</a>', _("The outcome is recorded."), admin_url(outcome), outcome
        )
        self.message_user(request, link, messages.SUCCESS)
        return HttpResponseRedirect(admin_url(row))

    def _other(self, proposed: ProposedOutcome, row: Any) -> Any:
        return proposed.statement if row == proposed.session else proposed.session


def may_record(request: HttpRequest) -> bool:
    return editor(request).has_perm("meetings.add_outcome")


def announce(pages: Any, request: HttpRequest, statement: Any) -> None:
    """Say after a save which outcomes the statement proposes."""
    if is_proposing(request) or not may_record(request):
        return
    for each in of_statement(statement):
        url = reverse("admin:meetings_statement_outcome", args=[statement.pk, each.session.pk])
        link = format_html('{} <a href="{}">{}</a>', each.sentence, url, _("Record it as an outcome"))
        pages.message_user(request, link, messages.INFO)
