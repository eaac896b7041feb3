"""The pages of the verbs: one for a row, one for the rows selected in a list."""

from collections.abc import Sequence
from typing import Any, Final

import reversion
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR, Action, ActionLocation
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.action_messages import label_of
from editorial.actions import VerbForm, for_lists, offered, watched
from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url, fix_link
from editorial.joint_publication import obstacles_before, obstacles_of_selection, omitted
from editorial.page_versions import changed_since
from editorial.requests import account_of
from editorial.source_changes import own_changes
from editorial.status import status_label
from publishing import verbs
from publishing.locks import in_one_transaction
from publishing.models import Child, Item, audit_log
from publishing.models.audit_log import REVIEW_ACTIONS
from publishing.obstacles import Obstacle, Refused, SecondReviewerRequired
from publishing.status import status_of
from publishing.verbs import checks
from publishing.verbs.locking import lock
from publishing.workflow import MAKES_PUBLIC, TRANSITIONS, WorkflowAction

READY_ONLY: Final = (WorkflowAction.PUBLISH, WorkflowAction.SCHEDULE, WorkflowAction.APPROVE)


class VerbPages(AdminPages):
    """The pages of an admin whose rows have a state: verbs on one row or on many."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.verb_view)
        return [path("<path:object_id>/verb/<slug:verb_name>/", view, name=self.url_name("verb"))]

    def links(self, request: HttpRequest, row: Item) -> list[Link]:
        """Return a button for each verb that makes sense for the row and the account."""
        return [
            Link(label_of(verb, row), url=admin_url(row, "verb", verb)) for verb in offered(row, account_of(request))
        ]

    # One row

    @in_one_transaction
    def verb_view(self, request: HttpRequest, object_id: str, verb_name: str) -> HttpResponse:
        """Show the verb's form, or its obstacles with a link to fix each; carry it out."""
        if verb_name not in WorkflowAction:
            raise Http404
        verb, by = WorkflowAction(verb_name), account_of(request)
        row = self.admin.get_object(request, unquote(object_id))
        if row is None:
            return self.not_found(request, object_id)
        if not self.admin.has_view_permission(request, row) or not checks.may(verb, row, by):
            raise PermissionDenied
        if not checks.applies(verb, row, status_of(row)):
            return self._nothing_to_do(request, row, verb)
        form = VerbForm(request.POST if request.method == "POST" else None, verb=verb, by=by, target=row)
        if "ready_only" in request.POST and verb in READY_ONLY:
            return self._what_is_ready(request, form)
        refused = checks.obstacles(verb, row, by=by)
        if verb in MAKES_PUBLIC:
            refused = obstacles_of_selection(refused, form.omissions, row)
        if form.is_bound and not refused and form.is_valid():
            return self._confirm_or_carry_out(request, form)
        return self._verb_page(request, form, refused)

    def _confirm_or_carry_out(self, request: HttpRequest, form: VerbForm) -> HttpResponse:
        """Carry out the verb once it is confirmed, unless the row changed meanwhile."""
        if _is_outdated(request, form):
            return self._verb_page(request, form, [changed_meanwhile(form.target)])
        echo = form.echo()
        if request.POST.get("confirmed", "") != echo:
            return self._verb_page(request, form, [], echo)
        try:
            return self._carry_out(request, form)
        except Refused as refusal:
            return self._verb_page(request, form, form.take_in(refusal))

    def _nothing_to_do(self, request: HttpRequest, row: Item, verb: WorkflowAction) -> HttpResponse:
        sentence = _("“%(verb)s” is not possible. Status of “%(name)s”: %(state)s.")
        values = {"verb": TRANSITIONS[verb].label, "name": row, "state": status_label(row).words}
        messages.warning(request, sentence % values)
        return HttpResponseRedirect(admin_url(row))

    def _what_is_ready(self, request: HttpRequest, form: VerbForm) -> HttpResponse:
        """Hold back incomplete children; carry out the verb if its form asks nothing."""
        if _is_outdated(request, form):
            return self._verb_page(request, form, [changed_meanwhile(form.target)])
        try:
            with transaction.atomic():
                held = verbs.hold_back_incomplete(form.target, by=form.by)
                answer = None if form.fields else self._carry_out(request, form)
        except Refused as refusal:
            return self._verb_page(request, form, refusal.obstacles)
        sentence = ngettext("%(count)s is held back.", "%(count)s are held back.", len(held))
        messages.warning(request, sentence % {"count": len(held)})
        return answer or HttpResponseRedirect(request.path)

    def _carry_out(self, request: HttpRequest, form: VerbForm) -> HttpResponse:
        form.is_valid()
        with self.admin.create_revision(request):
            form.carry_out()
            reversion.add_to_revision(self.admin.model._default_manager.get(pk=form.target.pk))
        messages.success(request, self._with_link(form.target, form.result()))
        return HttpResponseRedirect(admin_url(form.target))

    def _with_link(self, row: Item, sentence: str) -> str:
        fresh = self.admin.model._default_manager.get(pk=row.pk)
        url = self.admin.get_view_on_site_url(fresh)
        return format_html('{} <a href="{}">{}</a>', sentence, url, _("View on site")) if url else sentence

    def _verb_page(
        self, request: HttpRequest, form: VerbForm, refused: Sequence[Obstacle], echo: str = ""
    ) -> TemplateResponse:
        context = {
            **self.context(request, form.target),
            "title": form.label,
            "form": form,
            "refused": [fix_link(obstacle) for obstacle in refused],
            "warnings": [fix_link(warning) for warning in form.warnings],
            "omitted": omitted(form, refused),
            "missing_texts": [] if refused else [fix_link(text) for text in form.missing_texts],
            "force_publish_url": self._force_publish_url(form, refused),
            "incomplete": self._incomplete_children(form, refused),
            "changes": own_changes(form.target) if form.verb in REVIEW_ACTIONS else None,
            "echo": echo,
            "change_url": admin_url(form.target),
        }
        return TemplateResponse(request, "admin/verb.html", context)

    def _force_publish_url(self, form: VerbForm, refused: Sequence[Obstacle]) -> str:
        """Return the address of the verb without second review, if only that is missing."""
        if (
            form.verb != WorkflowAction.PUBLISH
            or not refused
            or not all(isinstance(each, SecondReviewerRequired) for each in refused)
        ):
            return ""
        return admin_url(form.target, "verb", WorkflowAction.FORCE_PUBLISH)

    def _incomplete_children(self, form: VerbForm, refused: Sequence[Obstacle]) -> Sequence[Child]:
        """Return the children that could be held back so that the rest can go on."""
        own = {obstacle.target for obstacle in refused if not isinstance(obstacle, SecondReviewerRequired)}
        if not own or form.target in own or form.verb not in READY_ONLY:
            return []
        incomplete = checks.incomplete_children(form.target)
        remain = [each for each in checks.cascading_children(form.target) if each not in incomplete]
        return incomplete if remain else []

    # Many rows

    @in_one_transaction
    def verb_selected(self, request: HttpRequest, rows: QuerySet[Any], verb: WorkflowAction) -> HttpResponse | None:
        """Show which rows are ready and why others are not; carry out once confirmed.

        A row is refused if it was changed after the list or this page was opened: no second person has seen it so.
        """
        lock(*rows)
        by, seen, echo = account_of(request), audit_log.newest_entry_id(), ""
        found = [(row, self._against(request, verb, row)) for row in rows.all()]  # as they are now, locked
        ready = [row for row, obstacles in found if not obstacles]
        data = request.POST if "confirmed" in request.POST else None
        form = VerbForm(data, verb=verb, by=by, rows=ready)
        refused = [(row, obstacles) for row, obstacles in found if obstacles]
        if form.is_bound and form.is_valid() and ready:
            echo = form.echo()
            if not echo or request.POST["confirmed"] == echo:
                refused += self._carry_out_all(request, form, ready)
                if not refused:
                    return None
                ready = []
        context = {
            **self.context(request),
            "title": f"{TRANSITIONS[verb].label}: {self.admin.opts.verbose_name_plural}",
            "form": form,
            "verb": verb,
            "warnings": [fix_link(warning) for warning in form.warnings],
            "omitted": omitted(form),
            "missing_texts": [fix_link(text) for text in form.missing_texts],
            "ready": ready,
            "refused": [(row, [fix_link(each) for each in obstacles]) for row, obstacles in refused],
            "selected": [row.pk for row in ready],
            "echo": echo,
            "seen": seen,
        }
        return TemplateResponse(request, "admin/verb_selected.html", context)

    def _against(self, request: HttpRequest, verb: WorkflowAction, row: Item) -> list[Obstacle]:
        found = obstacles_before(verb, row, by=account_of(request))
        if verb in REVIEW_ACTIONS and changed_since(request, watched(row)):
            found.insert(0, changed_meanwhile(row))
        return found

    def _carry_out_all(
        self, request: HttpRequest, form: VerbForm, rows: Sequence[Item]
    ) -> list[tuple[Item, list[Obstacle]]]:
        """Use the verb on each row; return the rows that refused it nevertheless."""
        refused = []
        for row in rows:
            try:
                with self.admin.create_revision(request):
                    form.carry_out(row)
                    reversion.add_to_revision(self.admin.model._default_manager.get(pk=row.pk))
            except Refused as refusal:
                refused.append((row, refusal.obstacles))
        if done := len(rows) - len(refused):
            sentence = ngettext("Done for %(count)s: %(verb)s.", "Done for %(count)s: %(verb)s.", done)
            messages.success(request, sentence % {"count": done, "verb": form.verb.label})
        return refused


def _is_outdated(request: HttpRequest, form: VerbForm) -> bool:
    """Return whether the row or one published with it changed since the page opened."""
    seen = form.seen()
    return request.POST.get("seen", seen) != seen


def changed_meanwhile(row: Item) -> Obstacle:
    """Return the obstacle of a page that was opened before the row was changed."""
    return Obstacle(row, _("It was changed after you opened this page. Look at it again before you go on."))


def list_actions(model_admin: Any, request: HttpRequest) -> dict[str, Action | None]:
    """Return the verbs that the account may use on rows selected in the admin's list."""
    if IS_POPUP_VAR in request.GET:
        return {}
    model = model_admin.model
    allowed = [verb for verb in for_lists(model) if checks.may(verb, model(), account_of(request))]
    return {verb.value: _action(verb) for verb in allowed}


def _action(verb: WorkflowAction) -> Action:
    def carry_out(model_admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return VerbPages(model_admin).verb_selected(request, rows, verb)

    label = str(TRANSITIONS[verb].label)
    return Action(carry_out, verb.value, label, label, [ActionLocation.CHANGE_LIST])
