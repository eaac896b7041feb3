"""The search shows nowhere what is not public, and everywhere from its second."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from publishing import verbs
from publishing.moments import Moment
from publishing.states import Release
from tests import factories as make
from website.models import Entry
from website.search import index
from website.search.finding import find
from website.search.following import settle
from website.search.results import results, suggestions
from website.search.scopes import PublicScope

pytestmark = pytest.mark.django_db

LATER = datetime(2031, 4, 15, 16, 0, tzinfo=UTC)
BEFORE = LATER - timedelta(seconds=1)
WORD = "Quagmirion"
MISSPELT = "Quagmiriun"
HIDDEN: dict[str, Any] = {"publish_at": LATER}
NAME = make.both("name", WORD)
TITLE = make.both("title", WORD)


def _meeting_of(**values: Any) -> Any:
    return make.make_meeting(**HIDDEN, **values)


# What is planted, and how many results there are once it is public.
PLANTS: dict[str, tuple[Callable[[], Any], int]] = {
    "meeting": (lambda: _meeting_of(**TITLE), 1),
    "session": (lambda: make.make_session(meeting=_meeting_of(), **TITLE), 1),
    "outcome": (
        lambda: make.make_outcome(session=make.make_session(meeting=_meeting_of()), **make.both("text", WORD)),
        1,
    ),
    "outcome of a hidden statement": (
        lambda: make.make_outcome(statement=make.make_statement(edition=HIDDEN), **make.both("text", WORD)),
        1,
    ),
    "statement": (lambda: make.make_statement(edition={**HIDDEN, "title": WORD}), 1),
    "paragraph": (lambda: make.make_statement(edition={**HIDDEN, "body": f"<p>A {WORD}.</p>"}), 1),
    "next version": (
        lambda: make.make_edition(make.make_statement(languages=["en"]), title=WORD, **HIDDEN),
        1,
    ),
    "article": (lambda: make.make_article(edition={**HIDDEN, "summary": WORD}), 1),
    "gallery": (lambda: make.make_gallery(**HIDDEN, **TITLE), 1),
    "gallery of a hidden meeting": (lambda: make.make_gallery(meeting=_meeting_of(**make.both("city", WORD))), 2),
    "photo": (lambda: make.make_photo(gallery=make.make_gallery(**HIDDEN), **make.both("caption", WORD)), 1),
    "photo of a hidden person": (lambda: make.make_photo(people=[make.make_person(**HIDDEN, **NAME)]), 2),
    "partner": (lambda: make.make_partner(**HIDDEN, **NAME), 1),
    "meeting in a hidden country": (lambda: make.make_meeting(country=make.make_partner(**HIDDEN, **NAME)), 2),
    "body": (lambda: make.make_format(**HIDDEN, **make.both("acronym", WORD)), 1),
    "session of a hidden body": (lambda: make.make_session(formats=[make.make_format(**HIDDEN, **NAME)]), 2),
    "statement of a hidden body": (lambda: make.make_statement(adopted_by=[make.make_format(**HIDDEN, **NAME)]), 2),
    "statement of a hidden person": (
        lambda: make.make_statement(given_by=make.make_appointment(person=make.make_person(**HIDDEN, **NAME))),
        2,
    ),
    "person": (lambda: make.make_person(**HIDDEN, **NAME), 1),
    "office for a hidden country": (
        lambda: make.make_appointment(partner=make.make_partner(**HIDDEN), **make.both("office", WORD)),
        1,
    ),
    "topic": (lambda: make.make_topic(**HIDDEN, **NAME), 1),
    "page": (lambda: make.make_page(**HIDDEN, **make.both("body", f"<p>{WORD}</p>")), 1),
}


def is_nowhere(at: datetime) -> bool:
    scope = PublicScope(at)
    answers = [find(typed, scope) for typed in (WORD, f"{WORD[:-2]}*", f'"{WORD}"', MISSPELT)]
    numbers = [answer.total for answer in answers]
    options = [option for answer in answers for found in answer.options.values() for option in found]
    offered = suggestions(WORD[:6], scope)
    corrected = [answer.question.typed for answer in answers if answer.is_corrected]
    return (numbers, options, offered, corrected) == ([0, 0, 0, 0], [], [], [])


@pytest.mark.parametrize("planted", PLANTS)
def test_a_word_is_nowhere_before_its_second_and_then_everywhere(planted: str) -> None:
    make.make_topic(**make.both("description", "Something that is public."))
    plant, number = PLANTS[planted]
    plant()
    settle()

    assert Entry.objects.filter(body_words__contains="quagmirion").exists() or Entry.objects.filter(
        names_words__contains="quagmirion"
    ) | Entry.objects.filter(title_words__contains="quagmirion")
    assert is_nowhere(BEFORE)
    scope = PublicScope(LATER)
    answer = find(WORD, scope)
    assert answer.total == number
    assert len(results(answer.found, answer.question.wanted, scope)) == number
    assert find(MISSPELT, scope).question.typed.casefold() == WORD.casefold()
    assert sum(option.count for option in answer.options["kind"]) == number


@pytest.mark.parametrize("state", ["draft", "in_review", "approved"])
def test_what_is_not_published_is_nowhere(state: str) -> None:
    make.make_topic(**NAME, state=state, publish_at=None)
    make.make_session(**TITLE, release=Release.HELD_BACK)

    assert is_nowhere(LATER)


def test_what_is_withdrawn_is_nowhere_and_what_is_out_of_date_stays() -> None:
    topic, by = make.make_topic(**NAME), make.make_user()
    explanation = {"en": "Why.", "de": "Warum."}
    withdrawn = verbs.unpublish(topic, by=by, reason="R.", explanation=explanation)
    assert is_nowhere(timezone.now())

    verbs.restore(topic, by=by, reason="R.")
    assert find(WORD, PublicScope(timezone.now())).total == 1
    assert withdrawn.pk
    verbs.withdraw(topic, by=by, reason="R.", explanation=explanation)
    assert find(WORD, PublicScope(timezone.now())).total == 1


def test_a_replaced_text_is_nowhere() -> None:
    statement = make.make_statement(languages=["en"], edition={"body": f"<p>{WORD}</p>"})
    assert find(WORD, PublicScope(LATER)).total == 1

    make.make_edition(statement, publish_at=LATER - timedelta(days=1))
    assert is_nowhere(LATER)
    assert find(WORD, PublicScope(LATER - timedelta(days=2))).total == 1


def test_hidden_records_are_in_no_facet() -> None:
    hidden_body, hidden_topic = make.make_format(**HIDDEN), make.make_topic(**HIDDEN)
    country, body = make.make_partner(**HIDDEN), make.make_format()
    meeting = make.make_meeting(**TITLE, country=country)
    make.make_session(meeting=meeting, formats=[hidden_body], topics=[hidden_topic])
    make.make_session(meeting=meeting, formats=[body], publish_at=LATER, release=Release.OWN_TIME)
    speaker = make.make_appointment(person=make.make_person(**HIDDEN))
    make.make_statement(given_by=speaker, edition={"title": WORD})

    before, then = find(WORD, PublicScope(BEFORE)), find(WORD, PublicScope(LATER))
    records = ("format", "partner", "topic")
    assert (before.total, [before.options[name] for name in records]) == (3, [[], [], []])
    assert {name: {option.value for option in then.options[name]} for name in records} == {
        "format": {hidden_body.slug, body.slug},
        "partner": {country.slug, speaker.partner.slug},
        "topic": {hidden_topic.slug},
    }
    for name, record in (("format", hidden_body), ("topic", hidden_topic), ("partner", country)):
        assert find(WORD, PublicScope(BEFORE), {name: record.slug}).ignored == (name,)
    # The body is public: what leads from the meeting to it is not.
    assert find(WORD, PublicScope(BEFORE), {"format": body.slug}).total == 0
    assert find(WORD, PublicScope(LATER), {"format": body.slug}).total == 2  # the meeting and the session


def test_a_preview_finds_what_it_assumes_public() -> None:
    topic = make.make_topic(**NAME, state="draft", publish_at=None)
    moment = Moment.assuming_public([topic.public_id], timezone.now())

    assert find(WORD, PublicScope(moment)).total == 1
    assert is_nowhere(timezone.now())


def test_what_is_hidden_does_not_change_the_order() -> None:
    rows = [
        make.make_topic(**make.both("description", text))
        for text in ("Ore ore ore and tin.", "Ore and tin tin tin.", "Tin and ore.")
    ]
    before = [hit.public_id for hit in find("ore tin", PublicScope(BEFORE)).found]
    for number in range(30):
        make.make_topic(**HIDDEN, **make.both("description", f"Ore {number}."))
    Entry.objects.filter(public_id=min(before[:2])).delete()
    index.write_all()  # as after a change to it that shows nowhere

    assert [hit.public_id for hit in find("ore tin", PublicScope(BEFORE)).found] == before
    assert before == [*sorted(row.public_id for row in rows[:2]), rows[2].public_id]


@pytest.mark.parametrize("hidden", ["person", "partner", "meeting"])
def test_no_one_is_found_in_a_session_before_all_of_it_is_public(hidden: str) -> None:
    values = {name: HIDDEN if name == hidden else {} for name in ("person", "partner", "meeting")}
    named = "partner" if hidden == "partner" else "person"
    person, partner = (
        make_one(**values[name], **(NAME if name == named else {}))
        for name, make_one in (("person", make.make_person), ("partner", make.make_partner))
    )
    session = make.make_session(meeting=make.make_meeting(**values["meeting"]), **make.both("title", "Working dinner"))
    office = make.make_appointment(person=person, partner=partner)
    make.make_participation(session=session, partner=partner, appointment=office)

    found = {
        at: [find(f"{typed} dinner", PublicScope(at)).total for typed in (WORD, MISSPELT)] for at in (BEFORE, LATER)
    }

    assert found == {BEFORE: [0, 0], LATER: [1, 1]}
