"""Plants one of every page that the demonstration lacks in a copy of it.

`manage.py shell` runs `plant` in the copy's own process, since Django refuses its database next to the browser's
event loop. The rows that pages.py names have their addresses here.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Final

from meetings.models import Article, Statement
from photos.models import Photo
from publishing.models import Page
from tests import factories as make
from tests.pages import BERLIN

EDITOR: Final = ("visitor", "Kaiserdamm-1949")  # an account that lives as long as the tests
LATER: Final = datetime(2011, 4, 16, 12, 0, tzinfo=UTC)
MORNING: Final = datetime(2010, 11, 19, 8, 0, tzinfo=UTC)
LISBON: Final = date(2010, 11, 19)
LONG_NAME: Final = "Donaudampfschifffahrtsgesellschaftskapitänsvertretung"
BODY: Final = (
    f"<p>The ministers met under the name of {LONG_NAME}, see"
    f' <a href="https://example.org/{"a-long-address/" * 6}">https://example.org/{"a-long-address/" * 6}</a>.</p>'
    "<h2>What is in it</h2><blockquote><p>Words of another person.</p></blockquote>"
    '<ul><li><p>One<a href="#fn-1">1</a></p></li><li><p>Two, again <a href="#fn-2">2</a></p></li></ul>'
    "<table><tr>"
    + "".join(f"<th><p>Contribution {n}</p></th>" for n in range(9))
    + "</tr><tr>"
    + "".join(f"<td><p>{LONG_NAME}</p></td>" for _ in range(9))
    + "</tr></table>"
    '<h3>A picture</h3><p><a href="/id/{photo}">The picture</a></p>'
    f'<p><a href="#fnref-1">1</a> Said on the first day.</p><p><a href="#fnref-2">2</a> See {LONG_NAME}.</p>'
)


def plant() -> None:
    """Make the rows, and print what their addresses need and cannot be known before."""
    editor = make.make_user(username=EDITOR[0])
    editor.set_password(EDITOR[1])
    editor.save()
    _statement_with_a_history()
    draft = _articles()
    _meeting_with_times()
    _taken_back()
    _alone()
    make.make_preview(Page.objects.get(pk=1), maker=editor)  # listed on the page of its previews
    facts = {
        "photo": Photo.objects.get(gallery__slug=BERLIN, position=1).public_id,
        "preview": make.make_preview(draft, maker=editor),
    }
    print(json.dumps(facts))  # noqa: T201  # read by the test


def _statement_with_a_history() -> None:
    corrected = {"correction": "major", "correction_note": "A figure was wrong.", "publish_at": LATER}
    documents: tuple[Statement | Article, ...] = (
        make.make_statement(slug="corrected", languages=["en"]),
        make.make_article(slug="corrected", languages=["en"]),
    )
    for document in documents:
        make.make_edition(document, title="Corrected", body="<p>First words. Second paragraph.</p>", **corrected)


def _articles() -> Article:
    """Fill more than one page of the list; return one that only a preview shows."""
    for _ in range(26):
        make.make_article()
    photo = Photo.objects.get(gallery__slug=BERLIN, position=2)
    body = BODY.replace("{photo}", photo.public_id)
    full = make.make_article(slug="full", languages=["en", "fr"], edition={"body": body}, lead_photo=photo)
    make.make_edition(make.make_article(slug="french-only", languages=[]), language="fr", title="En français")
    make.make_article(slug="german-only", languages=["de"], meetings=[*full.meetings.all()])
    return make.make_article(slug="draft", edition={"state": "draft", "publish_at": None})


def _meeting_with_times() -> None:
    """Make a programme with a held, a moved, a cancelled and an untranslated session."""
    meeting = make.make_meeting(
        slug="lisbon", starts_on=LISBON, ends_on=LISBON, status="held", title_de=LONG_NAME, title_en="Lisbon"
    )
    council = make.make_format(slug="empty-council")
    for hour, values in enumerate(({}, {"status": "postponed"}, {"status": "cancelled"}, {"title_de": ""})):
        starts_at = MORNING + timedelta(hours=hour)
        session = make.make_session(
            meeting=meeting,
            formats=[council],
            day=LISBON,
            slug=f"hour-{hour}",
            starts_at=starts_at.time(),
            ends_at=(starts_at + timedelta(minutes=45)).time(),
            precision="exact",
            **values,
        )
        make.make_participation(session=session, chairs=hour == 0)
    make.make_meeting(slug="cancelled", status="cancelled")


def _taken_back() -> None:
    make.withdraw(make.make_meeting(slug="withdrawn"))
    make.withdraw(make.make_page(slug="out-of-date"), kind="out_of_date")
    make.withdraw(make.make_statement(slug="withdrawn").editions.get(language="de"))


def _alone() -> None:
    """Of each kind one about which nothing else is known."""
    make.make_person(slug="unknown", name_en=f"{LONG_NAME} {LONG_NAME}")
    make.make_topic(slug="untouched")
    make.make_partner(slug="newcomer", name_en=LONG_NAME)
    make.make_gallery(slug="empty")
    make.make_gallery(slug="one", photos=1)
