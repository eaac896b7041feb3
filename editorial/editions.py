"""The admin of editions: drafts, translations, corrections and fixed texts."""

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_model_url, admin_url
from editorial.files import StoredFilePages
from editorial.filling import filling_of
from editorial.forms import EditionForm
from editorial.publishable import PublishableAdmin
from editorial.requests import account_of
from editorial.source_changes import source_changes
from editorial.status import in_full, status_label
from publishing.kinds import kind_with_page
from publishing.languages import LANGUAGES, language_name
from publishing.locks import in_one_transaction
from publishing.models import Edition
from publishing.models.office import offered_languages
from publishing.states import PublicationStatus, State
from publishing.status import status_of

TEXTS = ("title", "summary", "body")
ALWAYS_SHOWN = ("title", "words", "since")


class CorrectionLink(AdminPages):
    """The button that begins a correction of a public or withdrawn text."""

    def links(self, request: HttpRequest, row: Edition) -> list[Link]:
        can_be_corrected = status_of(row) in (PublicationStatus.PUBLIC, PublicationStatus.WITHDRAWN)
        if not can_be_corrected or not self.admin.has_add_permission(request):
            return []
        return [Link(_("Correct"), url=admin_model_url(type(row), "add", corrects=row.pk))]


class EditionAdmin(PublishableAdmin):
    """The admin of an edition, one text in one language, reached from its document.

    The address of the form for a new one says which: `document` and `language`, and for a translation the edition
    that it `translates`, for a correction the one that it `corrects`, whose words it begins with.
    """

    page_classes = (CorrectionLink, StoredFilePages)
    form = EditionForm
    change_form_template = "admin/edition_change_form.html"
    list_display = ("title", "language_in_words", "status_in_words", "document")
    list_select_related = ("document",)
    search_fields = ("title", "document__working_title")
    extra_fields: ClassVar[tuple[str, ...]] = ()
    frozen_fields = ("since", "title", "summary", "words", "pdf", "correction", "correction_note")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the text may be changed; approved texts are read-only."""
        return super().has_change_permission(request, obj) and not (obj and obj.state == State.APPROVED)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or status_label(obj).key not in self.public_keys:
            return None
        with override(obj.language if obj.language in LANGUAGES else get_language()):
            return str(obj.document.get_absolute_url())

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        if obj and obj.state == State.APPROVED:
            shown = [name for name in self.frozen_fields if name in ALWAYS_SHOWN or getattr(obj, name)]
            return [(None, {"fields": (*shown, *self.extra_fields)})]
        given = () if obj else ("document", "language", "translates")
        return [(None, {"fields": (*given, *TEXTS, "pdf", *self.extra_fields)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        return (*self.frozen_fields, *self.extra_fields) if obj and obj.state == State.APPROVED else ()

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            tags = {*offered_languages(), self.get_changeform_initial_data(request).get("language", "")}
            return forms.ChoiceField(choices=[(tag, language_name(tag)) for tag in tags if tag])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        if recovered := filling_of(request).new.get(""):
            return recovered[0]
        initial = {name: request.GET[name] for name in ("document", "language", "translates") if name in request.GET}
        if initial.get("language") not in offered_languages():
            initial.pop("language", None)
        if corrected := _found(self.model, request.GET.get("corrects")):
            initial = {"document": corrected.document_id, "language": corrected.language} | initial
            initial = {"translates": corrected.translates_id} | initial
            initial |= {name: getattr(corrected, name) for name in (*TEXTS, *self.extra_fields)}
        typed = {name: request.POST[name] for name in (*TEXTS, *self.extra_fields) if name in request.POST}
        return initial | typed

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        form = context["adminform"].form
        document = row.document if row else _found(kind_with_page(self.model), form["document"].value())
        source = row.translates if row else _found(self.model, form["translates"].value())
        language = language_name(row.language if row else form["language"].value())
        context |= {
            "document": document,
            "document_url": admin_url(document),
            "documents": document._meta.verbose_name_plural,
            "documents_url": admin_model_url(kind_with_page(self.model), "changelist"),
            "title": _("%(language)s text of “%(document)s”") % {"language": language, "document": document},
            "subtitle": None,
            "frozen": bool(row and row.was_ever_public()),
            "approved": bool(row and row.state == State.APPROVED and not row.was_ever_public()),
            "show_save_and_add_another": False,
            "source": source,
            "source_words": self.words(source) if source else "",
            "source_language": language_name(source.language) if source else "",
            "source_changes": source_changes(row, account_of(request)) if row else [],
        }
        return super().render_change_form(request, context, *args, **kwargs)

    # Beginning a new one

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        given = self.get_changeform_initial_data(request)
        if not given.get("language") or _found(kind_with_page(self.model), given.get("document")) is None:
            self.message_user(
                request,
                _("To start a new draft, open a text and use the buttons above it."),
                messages.WARNING,
            )
            return HttpResponseRedirect(admin_model_url(kind_with_page(self.model), "changelist"))
        return super().add_view(request, form_url, extra_context)

    @in_one_transaction
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if (
            request.method != "POST"
            or row is None
            or row.state != State.APPROVED
            or not self.has_add_permission(request)
        ):
            return super().change_view(request, object_id, form_url, extra_context)
        return self._keep_what_was_typed(request, row)

    def save_model(self, request: HttpRequest, obj: Edition, form: forms.ModelForm, change: bool) -> None:
        """Remember, of a correction, from which public edition it was begun."""
        if not change:
            obj.based_on = _found(self.model, request.GET.get("corrects"))
        super().save_model(request, obj, form, change)

    def _keep_what_was_typed(self, request: HttpRequest, row: Edition) -> HttpResponse:
        """Offer what was typed while the edition was approved as a new draft."""
        sentence = _("This version was approved while you were writing. Your text is kept here as a new draft.")
        self.message_user(request, sentence, messages.WARNING)
        again = copy(request)
        again.POST = request.POST
        again.method = "GET"
        again.GET = QueryDict(f"corrects={row.pk}")
        return self.add_view(again, form_url=admin_model_url(self.model, "add", corrects=row.pk))

    def response_post_save_add(self, request: HttpRequest, obj: Edition) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(obj.document))

    response_post_save_change = response_post_save_add
    # Columns

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def language_in_words(self, edition: Edition) -> str:
        return language_name(edition.language)

    @admin.display(description=gettext_lazy("text"))
    def words(self, edition: Edition) -> SafeString:
        """Return the text as readers see it, cleaned again in case no form saved it."""
        body = self.model._meta.get_field("body")
        return format_html('<div class="words">{}</div>', mark_safe(body.sanitize(edition.body)))  # noqa: S308

    @admin.display(description=gettext_lazy("public since"))
    def since(self, edition: Edition) -> str:
        return in_full(edition.publish_at) if edition.publish_at else ""


def _found(model: type[Model], pk: Any) -> Any:
    """Return the row that an address or a form names; None where it names nothing."""
    try:
        return model._default_manager.filter(pk=pk).first() if pk else None
    except ValueError:
        return None
