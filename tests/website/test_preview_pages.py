"""A preview shows its objects, is marked on every page, and never links outside."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.urls import get_script_prefix, reverse

from config import errors
from publishing.previews import inside, preview_of_token
from publishing.states import State
from tests import factories as make
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
FUTURE = datetime(2100, 1, 1, 17, 0, tzinfo=UTC)
KEPT_NOWHERE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
_widths = itertools.count(20)  # no two flags are the same file
BANNER = '<section class="not-public" '


class LinkParser(HTMLParser):
    """Collects every address that a page names, in any element."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action", "formaction", "poster", "cite", "data"}:
                self.links.add(value or "")
            elif name in {"srcset", "imagesrcset"}:
                self.links |= {candidate.split()[0] for candidate in (value or "").split(", ")}


def links_of(html: str) -> set[str]:
    parser = LinkParser()
    parser.feed(html)
    return parser.links


def make_draft_meeting() -> Any:
    """Make a draft meeting with all relations, and more photos than a page shows."""
    flag = ContentFile(make.jpeg(width=next(_widths)), name="flag.jpg")
    country = make.make_partner(**DRAFT, flag=flag)
    minister = make.make_appointment(person=make.make_person(**DRAFT), partner=country)
    meeting = make.make_meeting(country=country, **both("title", "Hush meeting"), **DRAFT)
    topic, council = make.make_topic(**DRAFT), make.make_format(members=[country], **DRAFT)
    session = make.make_session(meeting=meeting, state=State.DRAFT, formats=[council], topics=[topic])
    make.make_participation(session=session, partner=country, appointment=minister)
    make.make_host(meeting, appointment=minister)
    statement = make.make_statement(
        meetings=[meeting], sessions=[session], topics=[topic], adopted_by=[council], languages=[]
    )
    pdf = ContentFile(b"%PDF-1.7 draft", name="draft.pdf")
    for language in ("en", "fr"):
        make.make_edition(statement, language=language, pdf=pdf, title=f"Hush text {language}", **DRAFT)
    make.make_outcome(session=session, statement=statement, topics=[topic], state=State.DRAFT)
    gallery = make.make_gallery(meeting=meeting, **DRAFT)
    photo = make.make_photo(
        gallery=gallery,
        session=session,
        people=[minister.person],
        state=State.DRAFT,
        file=make.jpeg(width=900),
    )
    make.make_photo(gallery=gallery, state=State.DRAFT)
    body = f'<p><a href="/id/{photo.public_id}">x</a></p><p>See <a href="/id/{topic.public_id}">topic</a>.</p>'
    make.make_article(meetings=[meeting], edition=DRAFT | {"body": body}, lead_photo=photo)
    return meeting


def both(field: str, text: str) -> dict[str, str]:
    return {f"{field}_en": text, f"{field}_de": text}


@pytest.fixture
def meeting() -> Any:
    make.make_office(email="press@m.example")
    make.make_page()
    make.make_article()
    for _ in range(25):  # for a second page of the list; each language of a text has addresses of its own
        make.make_article(languages=["en"])
    return make_draft_meeting()


def token_of(row: Any, *, whole: bool = False, at: datetime | None = None) -> str:
    return make.make_preview(row, whole=whole, at=at)


def address(token: str, path: str) -> str:
    return f"/preview/{token}{path}"


def headers_of(response: Any) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in (*KEPT_NOWHERE, "ETag")}


def status_at(client: Client, path: str) -> int:
    response = client.get(path)
    response.close()
    return response.status_code


def crawl(client: Client, start: str) -> Iterator[tuple[str, Any]]:
    """Yield the answer at each address that can be reached from the start, each once."""
    waiting, seen = [start], {start}
    while waiting:
        path = waiting.pop()
        response = client.get(path)
        yield path, response
        found = {response["Location"]} if "Location" in response else set()
        if response.headers.get("Content-Type", "").startswith("text/html"):
            found |= links_of(response.text)
        for link in found:
            target = urlsplit(urljoin(HOST + path, link))
            known = f"{target.path}?{target.query}" if target.query else target.path
            if target.netloc == "testserver" and not target.path.startswith("/static/") and known not in seen:
                seen.add(known)
                waiting.append(known)


def test_no_link_leads_out_of_a_preview_and_every_answer_is_marked(client: Client, meeting: Any) -> None:
    mount = address(token_of(meeting, whole=True), "/")
    kinds: dict[str, int] = {}
    for path, response in crawl(client, f"{mount}en/"):
        assert path.startswith(mount)
        assert headers_of(response) == KEPT_NOWHERE | {"ETag": None}, path
        assert response.status_code in {200, 302}, path
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == "text/html" and response.status_code == 200:
            assert_marked(path, response.text)
            assert [link for link in links_of(response.text) if link.startswith("mailto:") and "preview" in link] == []
        response.close()

    assert {"text/html", "image/jpeg", "image/avif", "application/pdf", "application/zip"} == {*kinds}
    assert kinds["text/html"] > 60


def assert_marked(path: str, html: str) -> None:
    before, banner, after = html.partition(BANNER)
    assert banner, path
    assert "<header" in after, path
    assert "<header" not in before, path
    assert "<title>Preview: " in html or "<title>Vorschau: " in html, path
    assert '<meta name="robots" content="noindex">' in html, path
    assert "canonical" not in html, path
    assert 'rel="alternate"' not in html, path


def test_the_preview_shows_what_no_one_else_sees(client: Client, meeting: Any) -> None:
    token = token_of(meeting, whole=True)
    statement, gallery = meeting.statements.get(), meeting.galleries.get()
    paths = [
        *(row.get_absolute_url() for row in (meeting, meeting.sessions.get(), statement, gallery)),
        *(file.address("original", "jpg") for photo in gallery.photos.all() for file in photo.files.all()),
        f"/id/{meeting.public_id}",
    ]

    assert {status_at(client, path) for path in paths} == {404}
    assert {status_at(client, address(token, path)) for path in paths} == {200, 302}
    for path in ("/en/", "/en/meetings/"):
        assert "Hush meeting" not in client.get(path).text
        assert "Hush meeting" in client.get(address(token, path)).text


def test_a_public_page_is_not_marked(client: Client, meeting: Any) -> None:
    html = client.get("/en/articles/").text

    assert (BANNER in html, "Preview" in html) == (False, False)


def test_the_banner_says_what_is_shown_and_until_when(client: Client) -> None:
    make.make_office(time_zone="Europe/Berlin")
    topic = make.make_topic(**both("name", "Cyber <b>& more</b>"), **DRAFT)
    with time_machine.travel(datetime(2026, 4, 15, 12, 0, tzinfo=UTC)):
        html = client.get(address(token_of(topic, at=FUTURE), topic.get_absolute_url())).text

    banner = " ".join(html.partition(BANNER)[2].partition("</section>")[0].split())
    assert banner == (
        'aria-label="Preview"> <p class="wrap"><strong>Preview: not public.</strong> The site as if '
        '“<span lang="en">Cyber &lt;b&gt;&amp; more&lt;/b&gt;</span>” were public. '
        "As it will be on Friday, 1 January 2100, 18:00 CET. This preview ends on 16 April 2026, 14:00 CEST.</p>"
    )


def test_a_name_in_another_language_says_so(client: Client) -> None:
    statement = make.make_statement(languages=["de"], edition=DRAFT | {"title": "Erklärung"})

    assert '“<span lang="de">Erklärung</span>”' in client.get(address(token_of(statement), "/en/")).text


def test_the_working_title_of_a_document_stays_on_the_admin(client: Client) -> None:
    statement = make.make_statement(
        working_title="Hush", languages=["en"], edition=DRAFT | {"title": "Said", "summary": "x", "body": "x"}
    )
    token = token_of(statement)

    for path in ("/en/", "/en/statements/", statement.get_absolute_url()):
        assert "Hush" not in client.get(address(token, path)).text


def test_another_time_shows_what_is_public_then(client: Client) -> None:
    topic = make.make_topic(publish_at=FUTURE)
    before, then = token_of(None, at=FUTURE - timedelta(seconds=1)), token_of(None, at=FUTURE)

    assert client.get(address(before, topic.get_absolute_url())).status_code == 404
    assert client.get(address(then, topic.get_absolute_url())).status_code == 200


def test_a_text_without_a_time_is_shown_as_not_yet_published(client: Client) -> None:
    statement, article = make.make_statement(edition=DRAFT), make.make_article(edition=DRAFT)

    for document, words in ((statement, "English, not yet published"), (article, "<dd>not yet</dd>")):
        html = client.get(address(token_of(document), document.get_absolute_url())).text
        assert words in " ".join(html.split())


def test_a_major_correction_is_announced_in_its_preview(client: Client) -> None:
    statement = make.make_statement(
        languages=["en"], edition={"correction": "major", "correction_note": "A date was wrong."}
    )
    draft = make.make_edition(statement, correction="major", correction_note="Two names were wrong.", **DRAFT)
    token = token_of(draft, at=FUTURE)

    html = client.get(address(token, statement.get_absolute_url())).text

    assert "Corrected on 1 January 2100." in html
    assert ("Two names were wrong." in html, "A date was wrong." in html) == (True, False)


def test_the_foot_links_the_fixed_page_that_is_previewed(client: Client) -> None:
    page = make.make_page(**both("title", "Hush imprint"), **DRAFT)

    foot = client.get(address(token_of(page), "/en/")).text.partition("<footer")[2]

    assert "Hush imprint" in foot


def test_the_permanent_address_reads_as_it_will_be_and_leads_within_the_preview(client: Client, meeting: Any) -> None:
    token = token_of(meeting, whole=True)
    photo = meeting.galleries.get().photos.first()
    for row in (meeting, meeting.statements.get(), photo):
        html = client.get(address(token, row.get_absolute_url())).text
        link = f'href="{HOST}{address(token, f"/id/{row.public_id}")}">testserver/id/{row.public_id}</a>'
        assert link in html


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("", 302),
        ("/en", 301),
        ("/en/nothing/", 404),
        ("/favicon.ico", 302),
        ("/media/p23456789/0123456789abcdef-original.jpg", 404),
    ],
)
def test_redirects_and_errors_carry_the_headers_and_stay_inside(client: Client, path: str, status: int) -> None:
    token = token_of(make.make_topic(**DRAFT))

    response = client.get(address(token, path))

    assert (response.status_code, headers_of(response)) == (status, KEPT_NOWHERE | {"ETag": None})
    if status < 400 and path != "/favicon.ico":
        assert response["Location"] == address(token, "/en/")
    if status == 404:
        assert_marked(path, response.text)


def test_a_permalink_leads_to_the_page_within_the_preview(client: Client) -> None:
    topic = make.make_topic(**DRAFT)
    token = token_of(topic)

    response = client.get(address(token, f"/id/{topic.public_id}"))

    assert response["Location"] == address(token, f"/en/topics/{topic.slug}/")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/login/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/robots.txt",
        "/static/css/site.css",
        "/preview/",
        "/preview/x/en/",
    ],
)
def test_what_is_no_part_of_the_readers_site_is_not_inside(client: Client, path: str) -> None:
    response = client.get(address(token_of(make.make_topic(**DRAFT)), path))

    assert response.status_code == 404
    assert_marked(path, response.text)
    assert response.cookies == {}


def test_a_preview_within_a_preview_is_not_found(client: Client) -> None:
    topic = make.make_topic(**DRAFT)
    path = address(token_of(topic), topic.get_absolute_url())

    assert client.get(path).status_code == 200
    assert client.get(address(token_of(make.make_page()), path)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_sent_to_a_preview(method: str) -> None:
    token = token_of(make.make_topic(**DRAFT))

    response = getattr(Client(enforce_csrf_checks=True), method)(address(token, "/en/"))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert headers_of(response) == KEPT_NOWHERE | {"ETag": None}
    assert_marked("/en/", response.text)


def test_only_the_headers_of_a_preview_may_be_asked_for(client: Client) -> None:
    response = client.head(address(token_of(make.make_topic(**DRAFT)), "/en/"))

    assert (response.status_code, response.content) == (200, b"")
    assert headers_of(response) == KEPT_NOWHERE | {"ETag": None}


@pytest.mark.parametrize("path", ["/en/", "/en/topics/hush/", "/de/nothing/", "/admin/"])
def test_a_preview_that_has_ended_says_so_and_no_more(client: Client, path: str) -> None:
    topic = make.make_topic(slug="hush", **both("name", "Hush"), **DRAFT)
    with time_machine.travel(datetime(2026, 4, 15, tzinfo=UTC)):
        token = token_of(topic)

    response = client.get(address(token, path), headers={"accept-language": "en"})

    assert (response.status_code, headers_of(response)) == (410, KEPT_NOWHERE | {"ETag": None})
    assert f'<html lang="{"de" if path.startswith("/de/") else "en"}">' in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert [link for link in links_of(response.text) if "preview" in link and "mailto" not in link] == []
    assert "Hush" not in response.text
    if not path.startswith("/de/"):
        assert "<h1>This preview has ended</h1>" in response.text
        assert "Ask the press office for a new link." in response.text


def test_a_token_that_was_never_made_is_not_found(client: Client) -> None:
    response = client.get("/preview/nonsense/en/")

    assert (response.status_code, headers_of(response)) == (404, KEPT_NOWHERE | {"ETag": None})
    assert "<h1>Preview not found</h1>" in response.text


def test_the_preview_alone_is_no_address(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/preview", "/preview/")] == [404, 404]


def test_addresses_are_the_public_ones_again_after_a_preview(client: Client) -> None:
    token = token_of(make.make_topic(**DRAFT))
    for path in ("/en/", "/en/nothing/", "/admin/"):
        client.get(address(token, path))

    assert (get_script_prefix(), reverse("home")) == ("/", "/en/")


@pytest.mark.parametrize("failure", [errors.server_error, lambda request: errors.bad_request(request, ValueError())])
def test_a_failure_within_a_preview_is_marked_and_leads_to_its_first_page(failure: Any) -> None:
    token = token_of(make.make_topic(**DRAFT))
    request = RequestFactory().get("/en/")
    request.preview = preview_of_token(token)
    with inside(token):
        html = failure(request).text

    assert "<title>Preview: " in html
    assert f'href="{address(token, "/")}"' in html


@pytest.mark.parametrize("number", [1, 10])
def test_a_page_takes_ten_queries_more_in_a_preview(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    meeting = make.make_meeting(**DRAFT)
    for _ in range(number):
        make.make_outcome(session=make.make_session(meeting=meeting, state=State.DRAFT), state=State.DRAFT)
        make.make_statement(meetings=[meeting], edition=DRAFT)
        make.make_gallery(meeting=meeting, photos=1, **DRAFT)
    path = address(token_of(meeting, whole=True), meeting.get_absolute_url())

    with django_assert_num_queries(21):
        client.get(path)


def test_a_photo_file_takes_six_queries_more_in_a_preview(client: Client, django_assert_num_queries: Any) -> None:
    photo = make.make_photo(gallery=make.make_gallery(**DRAFT), state=State.DRAFT)
    path = address(token_of(photo.gallery), photo.files.get().address("640", "jpg"))

    with django_assert_num_queries(7):
        response = client.get(path)
        response.close()
    assert response.status_code == 200
