"""A site with one of every kind of record, whose texts are in one language only."""

from typing import Any, Final

from tests import factories as make

OTHER: Final = {"en": "de", "de": "en"}


def only(language: str, *fields: str) -> dict[str, str]:
    """Return a text for each of the fields, which none has in the other language."""
    texts = {f"{field}_{language}": f"{field}-in-{language}" for field in fields}
    return texts | {f"{field}_{OTHER[language]}": "" for field in fields}


def make_the_site(language: str) -> list[str]:
    """Make rows with texts in one language; return the addresses of their pages.

    The addresses have no language. A statement and an article have texts in both languages.
    """
    make.make_office(**only(language, "name", "wordmark", "description", "address", "footnote"))
    partner = make.make_partner(**only(language, "name", "official_name"))
    make.make_former_name(partner, until="1990", **only(language, "name", "official_name"))
    council = make.make_format(members=[partner], **only(language, "name", "acronym", "description"))
    topic = make.make_topic(**only(language, "name", "description"))
    minister = make.make_appointment(partner=partner, **only(language, "office"))
    texts = ("title", "headline", "summary", "city", "venue", "press_contact")
    meeting = make.make_meeting(country=partner, **only(language, *texts))
    make.make_host(meeting, appointment=minister)
    make.make_figure(meeting, **only(language, "label", "value"))
    about: dict[str, Any] = {"meeting": meeting, "formats": [council], "topics": [topic]}
    session = make.make_session(**about, **only(language, "title", "summary", "place"))
    make.make_session(meeting=meeting, slug="next", **only(language, "title"))
    make.make_participation(session=session, partner=partner, appointment=minister)
    make.make_participation(session=session, unnamed_count=3, **only(language, "unnamed_phrase"))
    page = make.make_page(**only(language, "title", "body"))
    gallery = make.make_gallery(meeting=meeting, terms=page, **only(language, "title", "summary"))
    shown = ("headline", "caption", "alt", "remark", "place", "city", "country")
    photo = make.make_photo(gallery=gallery, session=session, people=[minister.person], **only(language, *shown))
    body = f'<p><a href="/id/{photo.public_id}">photo</a></p>'
    about = {"meetings": [meeting], "topics": [topic], "sessions": [session], "edition": {"body": body}}
    statement = make.make_statement(
        adopted_by=[council],
        adopted_by_partners=[partner],
        given_by=minister,
        **about,
        **only(language, "adopted_by_note"),
    )
    article = make.make_article(lead_photo=photo, **about)
    make.make_outcome(session=session, topics=[topic], statement=statement, **only(language, "text"))
    make.withdraw(meeting, kind="out_of_date")
    rows = (partner, council, topic, minister.person, meeting, session, page, gallery, photo)
    lists = ["meetings", "sessions", "statements", "articles", "galleries", "partners", "outcomes", "corrections"]
    return [
        "",
        *(f"{name}/" for name in lists),
        f"galleries/{gallery.slug}/download/",
        f"verify/?hash={photo.file.sha256}",
        *(row.get_absolute_url().partition("/en/")[2] for row in (*rows, statement, article)),
    ]
