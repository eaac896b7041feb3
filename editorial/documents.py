"""The admin of documents: the data that editions share, and the editions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.admin_urls import Link, admin_model_url, admin_url
from editorial.publishable import PublishableAdmin
from editorial.status import StatusLabel, in_brief, status_label, with_status
from publishing.kinds import editions_of
from publishing.languages import LANGUAGES, language_name
from publishing.models import Document, Edition
from publishing.models.office import offered_languages

VERSIONED: Final = ("public", "out_of_date", "withdrawn")  # states in which an edition has a version that readers know


@dataclass(frozen=True)
class EditionRow:
    """A line in a document's list of editions."""

    edition: Edition
    url: str
    language: str
    now: StatusLabel
    public_from: str
    outdated: bool
    links: Sequence[Link]


class DocumentAdmin(PublishableAdmin):
    """The admin of documents, which have editions but no state or text of their own."""

    list_filter = ()
    readonly_fields = ("editions_of_it",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        editions = with_status(editions_of(self.model).objects.with_newer_source().with_version())
        return super().get_queryset(request).prefetch_related(Prefetch("editions", editions))

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        return [(gettext_lazy("Texts"), {"fields": ("editions_of_it",), "classes": ("texts",)}), *fieldsets]

    def response_post_save_add(self, request: HttpRequest, obj: Document) -> HttpResponseRedirect:
        """Go on to the form of what was made: the text itself is still to be written."""
        return HttpResponseRedirect(admin_url(obj))

    @admin.display(description=gettext_lazy("texts"))
    def languages_in_words(self, document: Document) -> SafeString:
        """List the texts, one line per language, such as "DE public v1, draft"."""
        lines = ((language_name(tag), tag.upper(), _joined(texts)) for tag, texts in _by_language(document))
        return format_html_join("", '<div class="texts-in"><abbr title="{}">{}</abbr> {}</div>', lines)

    @admin.display(description=gettext_lazy("editions"))
    def editions_of_it(self, document: Document) -> SafeString:
        tags = offered_languages()
        editions = sorted(document.editions.all(), key=lambda edition: _rank(tags, edition))
        missing = [tag for tag in tags if tag not in {edition.language for edition in editions}]
        context = {
            "rows": [self._row(edition, editions, missing) for edition in editions],
            "new": [self._new(_("New draft in %(language)s"), tag, document=document.pk) for tag in missing],
        }
        return render_to_string("admin/editions.html", context)

    def _row(self, edition: Any, editions: Sequence[Any], missing: Iterable[str]) -> EditionRow:
        newest = edition == next(each for each in editions if each.language == edition.language)
        source = next((each for each in editions if newest and each.pk == edition.newer_source), None)
        links = [] if edition.was_ever_public() else [Link(_("Edit draft"), url=admin_url(edition))]
        if edition.is_live_now or (newest and edition.withdrawal_kind_now):
            links.append(Link(_("Correct"), url=admin_model_url(type(edition), "add", corrects=edition.pk)))
        if edition.is_live_now and source:
            url = admin_model_url(type(edition), "add", corrects=edition.pk, translates=source.pk)
            links.append(Link(_("Bring up to date"), url=url))
        if newest:
            given = {"document": edition.document_id, "translates": edition.pk}
            links += [self._new(_("Translate into %(language)s"), tag, **given) for tag in missing]
        return EditionRow(
            edition=edition,
            url=admin_url(edition),
            language=language_name(edition.language),
            now=status_label(edition),
            public_from=in_brief(edition.publish_at) if edition.publish_at else "",
            outdated=source is not None,
            links=links,
        )

    def _new(self, label: str, tag: str, **given: int) -> Link:
        url = admin_model_url(editions_of(self.model), "add", language=tag, **given)
        return Link(label % {"language": language_name(tag)}, url=url)


def _rank(tags: Sequence[str], edition: Edition) -> tuple[int, int]:
    place = tags.index(edition.language) if edition.language in tags else len(tags)
    return place, -edition.serial


def _by_language(document: Document) -> list[tuple[str, list[tuple[StatusLabel, str]]]]:
    """Return by language the status and version of the texts that are not replaced."""
    found: dict[str, list[tuple[StatusLabel, str]]] = {}
    for edition in document.editions.all():
        now = status_label(edition)
        text = now, f"v{edition.version}" if now.key in VERSIONED else ""
        if now.key != "replaced" and text not in (texts := found.setdefault(edition.language, [])):
            texts.append(text)
    return sorted(found.items(), key=lambda each: LANGUAGES.index(each[0]) if each[0] in LANGUAGES else len(LANGUAGES))


def _joined(texts: Iterable[tuple[StatusLabel, str]]) -> SafeString:
    return format_html_join(", ", "{} {}", ((status.as_html, version) for status, version in texts))
