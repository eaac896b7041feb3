"""The pages of single versions of documents, and of changes between versions."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from meetings.models import Article, Statement
from publishing.addresses import absolute
from publishing.kinds import editions_of
from publishing.languages import LANGUAGES, language_name, reader_language
from publishing.models import Document, Edition
from publishing.previews import true_path
from website.changes import entries
from website.menu import list_link
from website.reads import editions
from website.reads.withdrawal_notices import withdrawals_of
from website.texts import (
    address_for_reader,
    address_of_text,
    changes_address,
    links_to_texts,
    text_for_reader,
    version_address,
)
from website.views.detail import WithdrawnOrMovedMixin
from website.views.documents import ArticlePage, DocumentPage, StatementPage, missing_among


class VersionPage(DocumentPage):
    """One version of a document, in the page's language or that named by `?text=`."""

    def text_of(self, document: Any) -> Any:
        wanted = self.request.GET.get("text")
        text = text_for_reader(document.public_version, wanted)
        if text is None or (text.language != wanted if wanted else text.withdrawn_here):
            raise self.missing_version(wanted or reader_language())
        return text

    def parallel_language(self) -> str:
        return ""  # version numbers count per language, so versions do not correspond

    def missing_version(self, language: str) -> Exception:
        """Return the exception to raise if the document is public but the version is not."""
        asked = self.kwargs
        public_id = editions.version_that_was_public(
            self.model, asked["slug"], language=language, version=asked["version"], at=self.at
        )
        return (
            self.not_found(editions_of(self.model), public_id=public_id)
            if public_id
            else Http404("There is no such edition in this language.")
        )

    def get_related_context(self, document: Any) -> dict[str, Any]:
        """Return the context with the permalink of the version, to be quoted."""
        context = super().get_related_context(document)
        text = context["text"]
        own = address_of_text(text.language, version_address(text))
        current = next((live for live in document.public_editions if live.language == text.language), None)
        current_url = address_for_reader(text.language, document.get_absolute_url) if current else ""
        if current:
            context["breadcrumbs"].append((_("The current version"), current_url))
        return context | {
            "edition": text,
            "current_url": current_url,
            "permanent_url": absolute(own),
            "permanent_link": absolute(true_path(self.request, own)),
        }

    def languages(self, document: Any, text: Any) -> dict[str, Any]:
        """Return the context without links to other languages, which number differently."""
        current = super().languages(document, text)
        own = absolute(address_of_text(text.language, version_address(text)))
        return current | {
            "canonical": current["canonical"] if text.is_live else own,
            "other_texts": [],
            "parallel_links": [],
            "text_languages": {text.language},
            "further_texts": [],
            "missing_language": missing_among({version.language for version in document.public_version}),
            "newer_text": current["newer_text"] if text.is_live else None,
        }


class StatementVersion(VersionPage, StatementPage):
    pass


class ArticleVersion(VersionPage, ArticlePage):
    pass


class ChangesPage(WithdrawnOrMovedMixin, TemplateView):
    """All versions of a document in one language, with the changes between them."""

    template_name = "website/changes.html"
    is_kept = True
    parameters = frozenset({"text"})
    model: ClassVar[type[Statement] | type[Article]]
    section: ClassVar[str]  # the URL name of the list

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slug = kwargs["slug"]
        rows = editions.editions(self.model, slug, self.at)
        if not rows:
            raise self.not_found(self.model, slug=slug)
        language = self._language(rows)
        chosen = [row for row in rows if row.language == language]
        named = self._named(rows, language)
        words = editions.words(self.model, [*chosen, named], self.at)
        title, document = words[named.pk], named.document
        notices = withdrawals_of([document.public_id, *(row.public_id for row in chosen)], self.at)
        listed = entries(
            chosen, {pk: text for pk, text in words.items() if text.language == language}, notices, at=self.at
        )
        return super().get_context_data(**kwargs) | {
            "title": title,
            "entries": listed,
            "withdrawals": [each for each in notices if each.public_id == document.public_id],
            "text_language": language_name(language),
            "breadcrumbs": self._breadcrumbs(named),
            **self._languages(rows, language, document),
        }

    def _language(self, rows: list[Edition]) -> str:
        wanted = self.request.GET.get("text")
        text = text_for_reader(rows, wanted)
        if text is None or (wanted and text.language != wanted):
            raise Http404("There is no text in this language.")
        return str(text.language)

    def _named(self, rows: list[Any], language: str) -> Any:
        """Return the newest public edition, preferably in the language, for the title."""
        return text_for_reader([row for row in rows if row.is_public], language)

    def _breadcrumbs(self, named: Any) -> list[tuple[str, str]]:
        breadcrumbs = [list_link(self.section)]
        if named.is_live:
            breadcrumbs.append(
                (
                    _("The current version"),
                    address_for_reader(named.language, named.document.get_absolute_url),
                )
            )
        return breadcrumbs

    def _languages(self, rows: list[Edition], language: str, document: Document) -> dict[str, Any]:
        one_each = {row.language: row for row in rows}
        links = links_to_texts(one_each.values(), changes_address(document))
        canonical = address_of_text(language, changes_address(document))
        return {
            "canonical": absolute(canonical),
            "other_texts": [link for link in links if link.code != language],
            "text_languages": set(one_each),
            "further_texts": [link for link in links if link.code not in LANGUAGES],
            "missing_language": missing_among(one_each),
        }


class StatementChanges(ChangesPage):
    model = Statement
    section = "statements"


class ArticleChanges(ChangesPage):
    model = Article
    section = "articles"
