"""Outcomes proposed by statements: a notice in both forms, and a page for one."""

from typing import Any

import reversion
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url
from editorial.proposals import is_approved
from editorial.requests import account_of
from meetings.models import Outcome, Session, Statement
from meetings.proposed_outcomes import ProposedOutcome, of_session, of_statement, record_outcome
from meetings.statement_labels import BY_VERB
from publishing.languages import LANGUAGES
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


class ProposedOutcomePages(AdminPages):
    """The page of sessions and of statements that records a proposed outcome."""

    def proposed_outcomes(self, row: Session | Statement) -> list[ProposedOutcome]:
        """Return what can be recorded from the row's form."""
        return of_session(row) if isinstance(row, Session) else of_statement(row)

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.outcome_view)
        return [path("<int:pk>/outcome/<int:other>/", view, name=self.url_name("outcome"))]

    def form_context(self, request: HttpRequest, row: Session | Statement) -> dict[str, Any]:
        if not may_record(request):
            return {}
        outcomes = [
            (each, admin_url(row, "outcome", str(self._other(each, row).pk))) for each in self.proposed_outcomes(row)
        ]
        return {"proposed_outcomes": outcomes}

    def outcome_view(self: Any, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show what would be recorded on GET, and record it on POST."""
        row = self.admin.get_object(request, str(pk))
        if row is None or not may_record(request) or not self.admin.has_view_permission(request, row):
            raise PermissionDenied
        found = [each for each in self.proposed_outcomes(row) if self._other(each, row).pk == other]
        if not found:
            self.admin.message_user(request, _("This outcome is recorded already."), messages.WARNING)
            return HttpResponseRedirect(admin_url(row))
        form = OutcomeForm(request.POST if request.method == "POST" else None, proposed=found[0])
        if form.is_bound and form.is_valid():
            return self._record(request, row, found[0], form)
        context = {
            **self.context(request, row),
            "title": _("Record an outcome"),
            "proposed": found[0],
            "held_back": is_approved(found[0].session),
            "form": form,
            "change_url": admin_url(row),
        }
        return TemplateResponse(request, "admin/record_outcome.html", context)

    def _record(
        self: Any, request: HttpRequest, row: Session | Statement, proposed: ProposedOutcome, form: OutcomeForm
    ) -> HttpResponse:
        texts = {code: form.cleaned_data[code] for code in LANGUAGES}
        verb = form.cleaned_data["verb"]
        try:
            with self.admin.create_revision(request):
                outcome = record_outcome(proposed, by=account_of(request), verb=verb, texts=texts)
                reversion.add_to_revision(outcome)
        except Refused as refusal:
            self.admin.message_user(request, str(refusal), messages.WARNING)
            return HttpResponseRedirect(admin_url(row))
        link = format_html('{} <a href="{}">{}</a>', _("The outcome is recorded."), admin_url(outcome), outcome)
        self.admin.message_user(request, link, messages.SUCCESS)
        return HttpResponseRedirect(admin_url(row))

    def _other(self, proposed: ProposedOutcome, row: Session | Statement) -> Session | Statement:
        return proposed.statement if row == proposed.session else proposed.session


def may_record(request: HttpRequest) -> bool:
    return account_of(request).has_perm("meetings.add_outcome")


def announce(request: HttpRequest, statement: Statement) -> None:
    """Say after a save which outcomes the statement proposes."""
    if not may_record(request):
        return
    for each in of_statement(statement):
        url = reverse("admin:meetings_statement_outcome", args=[statement.pk, each.session.pk])
        link = format_html('{} <a href="{}">{}</a>', each.sentence, url, _("Record it as an outcome"))
        messages.info(request, link)
