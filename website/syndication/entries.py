"""The entries of feeds: `ENTRIES` has the function that makes them for each kind."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.models import Article, Meeting, Outcome, ParagraphNumbers, Session, Statement
from meetings.schedule_words import place_and_time
from partners.models import Partner
from photos.files.downloads import sizes_of
from photos.models import Gallery, Photo
from publishing.addresses import absolute
from publishing.models import Page
from publishing.pdfs import pdf_url
from publishing.texts.markup import linked_ids, parse
from publishing.windows import BEFORE_ALL
from publishing.wording import wording
from website.absolute_links import permalink, with_host
from website.bodies import printed
from website.filters import KINDS
from website.reads import corrections
from website.reads.targets import Target, targets
from website.sharing import picture_of
from website.syndication.atom import Category, FeedEntry, Link, Words
from website.syndication.media_rss import Picture
from website.texts import text_for_reader

HTML: Final = "text/html"
JPEG: Final = "image/jpeg"
Targets = Mapping[str, Target]


def entries(rows: Iterable[Any], at: datetime) -> tuple[FeedEntry, ...]:
    """Return entries of a page of `FeedRows` or the register; two queries for bodies."""
    rows = list(rows)
    documents: list[Any] = [row for row in rows if isinstance(row, (Statement, Article))]
    texts = [text for row in documents if (text := text_for_reader(row.public_editions))]
    found = targets([public_id for text in texts for public_id in linked_ids(parse(text.body))], at)
    made = (ENTRIES[type(row)](row, found) for row in rows)
    return tuple(entry for entry in made if entry)


def _meeting(row: Meeting, _found: Targets) -> FeedEntry:
    return _record(row, summary=_said(row, place_and_time(row), "summary"), categories=[_kind(row)])


def _session(row: Any, _found: Targets) -> FeedEntry:
    links = [Link("related", permalink(row.meeting.public_id))]
    categories = [_kind(row), *_about(row.public_formats), *_about(row.public_topics)]
    summary = _said(row, f"{place_and_time(row)} · {wording(row.meeting)[0]}", "summary")
    return _record(row, summary=summary, categories=categories, links=links)


def _outcome(row: Any, _found: Targets) -> FeedEntry:
    text, language = wording(row, "text")
    bodies = row.session.public_formats
    return _record(
        row,
        title=Words(f"{capfirst(row.verb_name)}: {text}", language),
        summary=Words(f"{wording(row.session)[0]} · {wording(row.session.meeting)[0]}", _reader()),
        categories=[Category(_scheme("outcome"), row.verb, row.verb_name), *_about(bodies), *_about(row.public_topics)],
        links=[Link("related", permalink(row.statement.public_id))] if row.statement else [],
    )


def _gallery(row: Gallery, _found: Targets) -> FeedEntry:
    links = [Link("related", permalink(row.public_meeting.public_id))] if row.public_meeting else []
    links += _terms(row.public_terms)
    return _record(row, summary=_said(row, "", "summary"), categories=[_kind(row)], links=links)


def _partner(row: Partner, _found: Targets) -> FeedEntry:
    category = Category(_scheme("partner"), row.kind, str(row.get_kind_display()))
    return _record(row, summary=_said(row, "", "official_name"), categories=[category])


def _photo(row: Any, _found: Targets) -> FeedEntry:
    caption, language = wording(row, "caption")
    terms = getattr(row, "public_terms", None) or getattr(row, "terms_of_gallery", None)
    picture, links = _picture(row, terms)
    return _record(
        row,
        title=Words(row.headline or str(row), language),
        summary=Words("\n".join(filter(None, (caption, row.remark))), language),
        categories=[_kind(row), *_about(row.public_people)],
        links=[*links, *_terms(terms)],
        author=row.photographer,
        rights=row.copyright or row.credit,
        picture=picture,
    )


def _document(row: Any, found: Targets) -> FeedEntry | None:
    text = text_for_reader(row.public_editions)
    if text is None:
        return None
    url, language = absolute(row.get_absolute_url()), text.language
    lead = getattr(row, "public_lead_photo", None)
    pdf = pdf_url(text)
    body = ""
    if text.body:
        numbers = ParagraphNumbers(getattr(row, "paragraph_numbers", ParagraphNumbers.NONE))
        body = with_host(printed(parse(text.body), found, language=language, numbers=numbers), url)
    return FeedEntry(
        id=permalink(row.public_id),
        title=Words(text.title, language),
        published=text.published,
        updated=text.updated,
        links=(
            Link("alternate", url, HTML),
            *([Link("alternate", absolute(pdf), "application/pdf")] if pdf else []),
            *(_picture(lead, None)[1] if lead else []),
        ),
        summary=Words(text.summary, language) if text.summary else None,
        content=Words(body, language, is_html=True) if body else None,
        categories=(
            Category(_scheme(row._meta.model_name), row.kind, row.kind_name),
            *_about(getattr(row, "public_adopted_by", [])),
            *_about(row.public_topics),
        ),
    )


def _correction(row: corrections.CorrectionEntry, _found: Targets) -> FeedEntry:
    name, withdrawal = row.name, row.withdrawal
    when = row.when or BEFORE_ALL  # which it always has outside of previews
    title = capfirst(name.title if name and name.title else row.kind)
    said = withdrawal.explanation if withdrawal else name.note if name else ""
    language = withdrawal.language if withdrawal else name.language if name else _reader()
    if withdrawal and withdrawal.until:
        said = f"{said} {_('This is out of date.')}"
    address = permalink(row.public_id)
    return FeedEntry(
        id=f"{address}#{row.what}-{when:%Y%m%dT%H%M%S}",
        title=Words(title, name.language if name else _reader()),
        published=when,
        updated=(withdrawal.until if withdrawal else None) or when,
        links=(Link("alternate", absolute(name.url) if name else address, HTML),),
        summary=Words(said, language),
        categories=(Category(_scheme("correction"), row.what, str(KINDS[row.what])),),
    )


def _record(
    row: Any,
    *,
    title: Words | None = None,
    summary: Words | None,
    categories: list[Category],
    links: Iterable[Link] = (),
    **facts: Any,
) -> FeedEntry:
    return FeedEntry(
        id=permalink(row.public_id),
        title=title or Words(*wording(row)),
        published=row.published,
        updated=row.updated,
        links=(Link("alternate", absolute(row.get_absolute_url()), HTML), *links),
        summary=summary,
        categories=tuple(categories),
        **facts,
    )


def _picture(photo: Any, terms: Page | None) -> tuple[Picture | None, list[Link]]:
    """Return the picture and the link to its largest downloadable file, if any."""
    sizes = sizes_of(photo.file) if photo.file else []
    if not sizes:
        return None, []
    size, source = sizes[0]
    url = absolute(photo.file.address(size, "jpg"))
    small = picture_of(photo)
    caption, language = wording(photo, "caption")
    picture = Picture(
        url=url,
        type=JPEG,
        width=source.width,
        height=source.height,
        thumbnail=absolute(small.url) if small else "",
        title=photo.headline or str(photo),
        caption="\n".join(filter(None, (caption, photo.remark))),
        credit=photo.credit,
        photographer=photo.photographer,
        copyright=photo.copyright,
        terms=absolute(terms.get_absolute_url()) if terms else "",
        language=language,
    )
    return picture, [Link("enclosure", url, JPEG, source.bytes)]


def _said(row: Model, facts: str, field: str) -> Words | None:
    text, language = wording(row, field)
    said = "\n".join(filter(None, (facts, text)))
    return Words(said, language) if said else None


def _terms(page: Page | None) -> list[Link]:
    return [Link("license", absolute(page.get_absolute_url()), HTML)] if page else []


def _about(rows: Iterable[Any]) -> list[Category]:
    return [Category(_scheme(row._meta.model_name), row.slug, wording(row)[0]) for row in rows]


def _kind(row: Any) -> Category:
    name = row._meta.model_name
    return Category(_scheme("kind"), name, str(row._meta.verbose_name))


def _scheme(name: str) -> str:
    """Return the scheme of the terms of one sort: an address without a page."""
    return f"{absolute('/')}#{name}"


def _reader() -> str:
    return get_language() or ""


ENTRIES: Final[dict[type, Callable[[Any, Targets], FeedEntry | None]]] = {
    Meeting: _meeting,
    Session: _session,
    Outcome: _outcome,
    Statement: _document,
    Article: _document,
    Gallery: _gallery,
    Photo: _photo,
    Partner: _partner,
    corrections.CorrectionEntry: _correction,
}
