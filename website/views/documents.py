"""The lists and pages of statements and articles."""

from collections.abc import Collection
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from meetings.models import Article, Meeting, ParagraphNumbers, Statement
from meetings.statement_labels import labels_of
from partners.models import FormerName, Partner
from photos.models import Photo
from publishing.addresses import absolute
from publishing.languages import LANGUAGES, language_name, reader_language, tags_of
from publishing.pdfs import pdf_url
from publishing.texts.markup import parse
from website.bodies import contents, shown
from website.cards.words import of_statement
from website.filters import ArticleFilters, StatementFilters
from website.jsonld import documents as described
from website.menu import list_link
from website.reads import documents
from website.reads.withdrawal_notices import notice_of
from website.sharing import Shared
from website.texts import (
    address_for_reader,
    address_of_text,
    changes_address,
    links_to_texts,
    one_text_each,
    text_for_reader,
)
from website.views.detail import ObjectPage
from website.views.lists import ObjectList
from website.views.parallel_texts import BESIDE, parallel_context, parallel_links, parallel_text

RELATED: Final = 4


class StatementList(ObjectList[Statement]):
    template_name = "website/statement_list.html"
    facets = StatementFilters
    name = "statements"
    title = _("Statements")
    extensions = ("atom", "csv", "json")

    def rows(self) -> QuerySet[Statement]:
        return documents.statements(self.at)

    def shown(self) -> QuerySet[Statement]:
        return documents.with_live_texts(self.rows(), self.at)


class ArticleList(ObjectList[Article]):
    template_name = "website/article_list.html"
    facets = ArticleFilters
    name = "articles"
    title = _("Articles")
    extensions = ("atom", "csv", "json")

    def rows(self) -> QuerySet[Article]:
        return documents.articles(self.at)

    def shown(self) -> QuerySet[Article]:
        return documents.with_live_texts(self.rows(), self.at)


class DocumentPage(ObjectPage):
    parameters = frozenset({"text", BESIDE})
    """The page of a document, in the text for the page's language or the one named by `?text=`."""

    model: ClassVar[type[Statement] | type[Article]]

    def get_related_context(self, document: Any) -> dict[str, Any]:
        text = self.text_of(document)
        for each in (text, *document.public_editions):
            each.notice = notice_of(each, self.request)
        return {
            "document": document,
            "text": text,
            "text_language": language_name(text.language),
            "numbered": self.numbers(document) != ParagraphNumbers.NONE,
            "notices": [notice for notice in (document.notice, text.notice) if notice],
            "pdf_url": pdf_url(text),
            "changes_url": address_for_reader(text.language, changes_address(document)),
            **self.languages(document, text),
            **self.words(document, text),
        }

    def get_template_names(self) -> list[str]:
        return ["website/parallel_texts.html"] if self.parallel_language() else super().get_template_names()

    def parallel_language(self) -> str:
        """Return the language of the parallel text to show, or an empty string."""
        return self.request.GET.get(BESIDE, "")

    def words(self, document: Any, text: Any) -> dict[str, Any]:
        """Return the context with the rendered text, or with two texts side by side."""
        how: dict[str, Any] = {"at": self.at, "numbers": self.numbers(document)}
        if wanted := self.parallel_language():
            links = links_to_texts(document.public_editions, document.get_absolute_url)
            return parallel_context(document, text, parallel_text(document, text, wanted), links, **how)
        body = parse(text.body)
        return {"contents": contents(body), "body": shown(body, language=text.language, **how)}

    def text_of(self, document: Any) -> Any:
        wanted = self.request.GET.get("text")
        text = text_for_reader(document.public_editions, wanted)
        if text is None or (wanted and text.language != wanted):
            raise Http404("There is no text in this language.")
        return text

    def numbers(self, document: Any) -> str:
        """Return which paragraphs have numbers."""
        return ParagraphNumbers(getattr(document, "paragraph_numbers", ParagraphNumbers.NONE))

    def languages(self, document: Any, text: Any) -> dict[str, Any]:
        """Return the context: links to other texts and a translation's newer source."""
        links = links_to_texts(document.public_editions, document.get_absolute_url)
        codes = {link.code for link in links}
        canonical = address_of_text(text.language, document.get_absolute_url)
        return {
            "canonical": absolute(canonical),
            "other_texts": [link for link in links if link.code != text.language],
            "parallel_links": parallel_links(document, text, links),
            "text_languages": codes,
            "further_texts": [link for link in links if link.code not in LANGUAGES],
            "missing_language": missing_among(codes),
            "newer_text": next((link for link in links if link.code == text.newer_language), None),
            "newer_language": language_name(text.newer_language) if text.newer_language else "",
        }


class StatementPage(DocumentPage):
    template_name = "website/statement.html"
    model = Statement

    def get_object(self, **address: Any) -> Statement | None:
        return documents.statement(address["slug"], self.at, self.names, address.get("version"))

    def get_related_context(self, statement: Any) -> dict[str, Any]:
        context = super().get_related_context(statement)
        text = context["text"]
        card = of_statement(text, statement.public_meetings)
        return context | {
            "shared": Shared(
                "article",
                card=card,
                published=text.first_published,
                changed=text.corrected_at,
            ),
            "described": described.statement(
                statement, text, absolute, texts=context["other_texts"], pdf=context["pdf_url"]
            ),
            "breadcrumbs": _breadcrumbs("statements", statement.public_meetings),
            "adopting_partners": _as_of(statement),
            "labels": labels_of(statement, statement.public_outcomes),
            "authentic_languages": tags_of(statement.authentic_languages),
        }


class ArticlePage(DocumentPage):
    template_name = "website/article.html"
    model = Article

    def get_object(self, **address: Any) -> Article | None:
        return documents.article(address["slug"], self.at, self.names, address.get("version"))

    def get_related_context(self, article: Any) -> dict[str, Any]:
        context = super().get_related_context(article)
        text = context["text"]
        photo = article.public_lead_photo
        return context | {
            "shared": Shared("article", photo, published=text.first_published, changed=text.corrected_at),
            "described": described.article(
                article, text, absolute, texts=context["other_texts"], photo=photo, terms=self.terms
            ),
            "breadcrumbs": _breadcrumbs("articles", article.public_meetings),
            "lead_photo": _lead_photo(article, text.body),
            "photos": documents.meeting_photos(article, self.at),
            "related": one_text_each(documents.related_texts(article, self.at), RELATED),
        }


def missing_among(languages: Collection[str]) -> str | None:
    """Return the name of the page's language if it is not among the languages."""
    reader = reader_language()
    return None if reader in languages else language_name(reader)


def _lead_photo(article: Any, body: str) -> Photo | None:
    """Return the lead photo; None if the text includes it, so shows it already."""
    photo = article.public_lead_photo
    return None if photo and photo.public_id in body else photo


def _breadcrumbs(section: str, meetings: list[Meeting]) -> list[tuple[str | Meeting, str]]:
    """Return the section, and the document's meeting if there is exactly one."""
    breadcrumbs: list[tuple[str | Meeting, str]] = [list_link(section)]
    if len(meetings) == 1:
        breadcrumbs.append((meetings[0], meetings[0].get_absolute_url()))
    return breadcrumbs


def _as_of(statement: Any) -> list[tuple[Partner | FormerName, str]]:
    """Return the adopting partners under their names of the day, with addresses."""
    day = statement.issued_on
    return [
        (partner.as_of(day) if day else partner, partner.get_absolute_url())
        for partner in statement.public_adopted_by_partners
    ]
