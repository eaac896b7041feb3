"""The page for pasted lists of people; it shows what lines mean before saving."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_model_url
from editorial.concurrency import content_digest, page_base
from editorial.form_base import read_base
from editorial.models import enter_sent
from editorial.requests import account_of
from partners.models import Appointment
from partners.pasted_people.directory import Directory
from partners.pasted_people.lines import LONGEST, MOST_LINES, lines_of
from partners.pasted_people.making import make_people
from partners.pasted_people.reading import LEFT_OUT, Reader, ReadLine, Rights

CONFIRM: Final = "_confirm"
EXAMPLE: Final = "Guido Westerwelle, Foreign Minister, Germany\nHillary Clinton, Secretary of State, USA"


class PasteForm(forms.Form):
    """The pasted text, and in which language it is."""

    text = forms.CharField(
        label=gettext_lazy("Names, offices and countries"),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90, "placeholder": EXAMPLE, "spellcheck": "false"}),
        max_length=MOST_LINES * (LONGEST + 2),
        help_text=gettext_lazy(
            "One person a line: name, office, country. Separated by commas, semicolons or tabs, or copied from a "
            "spreadsheet. A fourth column may give the office in the other language."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the offices"), choices=settings.LANGUAGES)
    names_in_all = forms.BooleanField(
        label=gettext_lazy("Names are written the same in every language"), required=False, initial=True
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        count = len(text.splitlines())
        if count > MOST_LINES:
            sentence = _("These are %(count)s lines. Paste at most %(most)s at once.")
            raise ValidationError(sentence % {"count": count, "most": MOST_LINES})
        if not lines_of(text):
            raise ValidationError(_("There is no name in this text."))
        return text


@dataclass(frozen=True)
class PasteTarget:
    """The purpose of a pasted list: the page that follows, and what is done with it."""

    title: str
    done_url: str
    context: dict[str, Any]
    form_class: type[PasteForm] = PasteForm
    days: tuple[date, ...] = ()
    present: Collection[int] = ()
    take: Callable[[list[Appointment], dict[str, Any]], str] | None = None  # returns what was done


class Reading:
    """Lines of a valid form with the choices, and the digest of their first meaning."""

    def __init__(
        self,
        request: HttpRequest,
        target: PasteTarget,
        form: PasteForm,
        sent: Mapping[str, str] | None = None,
    ) -> None:
        may = account_of(request).has_perm
        rights = Rights(
            people=may("partners.add_person"),
            offices=may("partners.add_appointment"),
            approved=may("partners.approve_person"),
        )
        reader = Reader(Directory(), target.days, target.present, rights)
        pasted = lines_of(form.cleaned_data["text"])
        self.digest = _digest(reader.read(pasted))
        self.lines = reader.read(pasted, request.POST.dict() if sent is None else sent)


class PastePages(AdminPages):
    """A page onto which people are pasted."""

    def paste_page(self, request: HttpRequest, target: PasteTarget) -> HttpResponse:
        """Ask for the text, show what its lines mean, and save them once if confirmed."""
        if request.method != "POST":
            initial = {"language": get_language()}
            return self._page(request, target, target.form_class(initial=initial))
        form = target.form_class(request.POST)
        if not form.is_valid():
            return self._page(request, target, form)
        reading = Reading(request, target, form)
        if CONFIRM not in request.POST or not read_base(request.POST).nonce:
            return self._page(request, target, form, reading)
        with transaction.atomic():
            sent, is_new = enter_sent(content_digest(request))
            if not is_new:
                return HttpResponseRedirect(target.done_url)
            answer, is_saved = self._confirm_lines(request, target, form, reading)
            if not is_saved:
                sent.delete()
            return answer

    def _confirm_lines(
        self, request: HttpRequest, target: PasteTarget, form: PasteForm, reading: Reading
    ) -> tuple[HttpResponse, bool]:
        """Save the lines if they mean what was shown; return answer and whether saved."""
        lines = reading.lines
        if request.POST.get("shown") != reading.digest:
            sentence = _("The text, or what is stored, has changed since the lines were shown. Check them again.")
            return self._page(request, target, form, reading, [sentence]), False
        if any(line.question for line in lines):
            sentence = _("Nothing is saved yet: answer the questions at the lines, or leave the lines out.")
            return self._page(request, target, form, reading, [sentence]), False
        try:
            self._make(request, target, form, lines)
        except ValidationError as error:
            return self._page(request, target, form, reading, error.messages), False
        left = [line.pasted.text for line in lines if line.error and not line.is_present]
        if not left:
            return HttpResponseRedirect(target.done_url), True
        self.admin.message_user(request, _("These lines were not added. Correct them here."), messages.WARNING)
        again = target.form_class({**request.POST.dict(), "text": "\n".join(left)})
        again.is_valid()
        return self._page(request, target, again, Reading(request, target, again, {})), True

    def _make(self: Any, request: HttpRequest, target: PasteTarget, form: PasteForm, lines: list[ReadLine]) -> None:
        values = form.cleaned_data
        with transaction.atomic(), self.admin.create_revision(request):
            appointments = make_people(
                lines, language=values["language"], names_in_all=values["names_in_all"], by=account_of(request)
            )
            if target.take:
                sentence = target.take(appointments, values)
            else:
                known = {line.option.appointment for line in lines if line.option}
                new = len(set(appointments) - known)
                sentence = ngettext("%(count)s office is added.", "%(count)s offices are added.", new)
                sentence %= {"count": new}
        self.admin.message_user(request, sentence, messages.SUCCESS)

    def _page(
        self,
        request: HttpRequest,
        target: PasteTarget,
        form: PasteForm,
        reading: Reading | None = None,
        errors: list[str] | None = None,
    ) -> HttpResponse:
        lines = reading.lines if reading else []
        context = {
            **self.context(request),
            "title": target.title,
            "form": form,
            "lines": lines,
            "errors": errors or [],
            "ready": sum(line.is_made and not line.question for line in lines),
            "asked": sum(bool(line.question) for line in lines),
            "wrong": sum(bool(line.error) for line in lines),
            "shown": reading.digest if reading else "",
            "left_out": LEFT_OUT,
            **page_base([]),
            **target.context,
        }
        return TemplateResponse(request, "admin/paste_people.html", context)


class PasteAppointmentsPages(PastePages):
    """The page of the appointments' admin: many people with their offices."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.paste_view)
        return [path("paste/", view, name="partners_appointment_paste")]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        target = PasteTarget(
            title=_("Paste a list of people"),
            done_url=admin_model_url(Appointment, "changelist"),
            context={"change_url": admin_model_url(Appointment, "changelist"), "button": _("Add the people")},
        )
        return self.paste_page(request, target)


class PasteLink(AdminPages):
    """The link in a list to the page onto which people are pasted."""

    def list_context(self, request: HttpRequest) -> dict[str, Any]:
        may_paste = account_of(request).has_perm("partners.add_appointment")
        return {"paste_url": admin_model_url(Appointment, "paste")} if may_paste else {}


def _digest(lines: list[ReadLine]) -> str:
    """Return what is the same while the lines mean the same."""
    meant = [
        (
            line.pasted.text,
            line.error,
            [each.value for each in line.options],
            [each.pk for each in line.partners],
        )
        for line in lines
    ]
    return sha256(repr(meant).encode(errors="replace")).hexdigest()
