"""Answers of the search: results, order, facets and marked words."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import override

from tests import factories as make
from website.search.finding import Answer, find
from website.search.highlight import marked, passages
from website.search.question import read
from website.search.results import Result, results, results_for_editors, suggestions
from website.search.scopes import EditorScope, PublicScope

pytestmark = pytest.mark.django_db


def asked(typed: str, **chosen: str) -> Answer:
    return find(typed, PublicScope(timezone.now()), chosen)


def shown(typed: str, **chosen: str) -> list[Result]:
    answer = asked(typed, **chosen)
    return results(answer.found, answer.question.wanted, PublicScope(timezone.now()))


def titles(typed: str, **chosen: str) -> list[str]:
    return [result.title for result in shown(typed, **chosen)]


ODD = [
    "\"' AND (* OR NEAR:",
    "NEAR(a b)",
    "title_words:x",
    "{a b} : c",
    "a AND",
    "NOT",
    "* ** a*",
    "^a",
    "'; DROP TABLE website_entry; --",
    "a & b | !c <-> d:*A",
    "\\",
    "%s %(x)s {where} {0}",
    "\0",
    "x" * 50_000,
    "word " * 3_000,
    "-" * 200,
    '"' * 201,
    "( ) [ ] < >",
    "\u202eخلافا\u202c ﷽ 𝕬 ａ ß ﬁ ̈ ",
    "日本語 한국어 ไทย",
    "\ufffe\uffff",
    "2011-99-99 99.99.9999",
    "",
    "   ",
]


@pytest.mark.parametrize(
    "year", ["00001" + "0" * 4300, "000010000000", "10000", "0000", "-201", "\u0662\u0660\u0661\u0661"]
)
def test_a_year_that_is_none_filters_nothing(year: str) -> None:
    make.make_topic(**make.both("name", "Space"))

    answer = asked("space", year=year)
    assert (answer.total, answer.chosen) == (1, {})


@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    make.make_topic(**make.both("name", "Space"))

    answer = asked(typed, kind="topic", year="x\0", format=typed, topic=typed, language=typed)
    assert answer.total == 0
    assert suggestions(typed, PublicScope(timezone.now())) == []
    asked(typed, year=typed, partner="no-such", kind=typed)
    assert titles("space") == ["Space"]


def test_phrases_and_words_that_must_not_be_there() -> None:
    make.make_topic(**make.both("name", "Arms control in Europe"))
    make.make_topic(**make.both("name", "Control of small arms"))

    assert {*titles("arms control")} == {"Arms control in Europe", "Control of small arms"}
    assert titles('"arms control"') == ["Arms control in Europe"]
    assert titles("arms control -small") == ["Arms control in Europe"]
    assert titles("-small") == []


def test_the_title_comes_before_the_names_and_these_before_the_text() -> None:
    in_text = make.make_topic(**make.both("name", "Other"), **make.both("description", "About piracy and piracy."))
    in_names = make.make_meeting(**make.both("title", "A meeting"), **make.both("venue", "Piracy Hall"))
    in_title = make.make_session(**make.both("title", "Piracy at sea"))
    it_is = make.make_topic(**make.both("name", "Piracy"))

    wanted = [row.public_id for row in (it_is, in_title, in_names, in_text)]
    assert [hit.public_id for hit in asked("piracy").found] == wanted


def test_the_newer_of_two_alike_comes_first() -> None:
    old, new = (
        make.make_meeting(**make.both("title", "Ministers"), starts_on=date(year, 4, 14), ends_on=date(year, 4, 15))
        for year in (1996, 2025)
    )

    assert [hit.public_id for hit in asked("ministers").found] == [new.public_id, old.public_id]


def test_one_result_for_a_row_in_the_readers_language() -> None:
    topic = make.make_topic(name_en="Piracy", name_de="Piraterie", description_en="Berlin", description_de="Berlin")

    with override("de"):
        [german] = shown("berlin")
        [english] = shown("piracy")
    assert [(each.title, each.url) for each in (german, english)] == [
        ("Piraterie", f"/de/topics/{topic.slug}/"),
        ("Piracy", f"/en/topics/{topic.slug}/"),
    ]


def test_results_lead_to_the_paragraph() -> None:
    body = "<p>One.</p><p>Two about missiles &amp; more.</p><p>Three.</p>"
    statement = make.make_statement(languages=["en"], edition={"body": body, "summary": "A summary."})
    [result] = shown("missiles")

    assert result.url == f"/en/statements/{statement.slug}/"
    assert [(each.html, each.anchor) for each in result.passages] == [
        ("Two about <mark>missiles</mark> &amp; more.", "p2")
    ]


def test_a_photo_is_shown_and_found_by_the_people_in_it() -> None:
    person = make.make_person(**make.both("name", "Ada Vesterholm"))
    photo = make.make_photo(people=[person], **make.both("caption", "On the terrace"))

    found = {result.kind: result for result in shown("Vesterholm terrace")}
    assert [*found] == ["photo"]
    assert found["photo"].photo == photo
    assert {result.kind for result in shown("Vesterholm")} == {"person", "photo"}


def test_marks_are_in_the_original_text() -> None:
    text = "Die <Außenminister> und Oesterreichs Räte"

    assert marked(text, "de", read("aussenminister österreich rat").wanted) == (
        "Die &lt;<mark>Außenminister</mark>&gt; und <mark>Oesterreichs</mark> <mark>Räte</mark>"
    )
    assert marked("arms and control; arms control", "en", read('"arms control"').wanted) == (
        "<mark>arms</mark> and <mark>control</mark>; <mark>arms</mark> <mark>control</mark>"
    )


def test_a_long_passage_is_cut_between_words_around_what_was_found() -> None:
    text = "word " * 100 + "missiles " + "word " * 100
    [passage] = passages(text, [""], "en", read("missiles").wanted)

    assert passage.html.startswith("… word")
    assert passage.html.endswith("word …")
    assert "<mark>missiles</mark>" in passage.html
    assert len(passage.html) < 280
    assert len(passages("x" * 1_000, [""], "en", ())[0].html) <= 250


def test_facets_count_each_result_once_and_narrow() -> None:
    body, other = make.make_format(), make.make_format()
    topic = make.make_topic(**make.both("name", "Trade"))
    country = make.make_partner(**make.both("name", "Norland"))
    for number in range(3):
        make.make_statement(
            adopted_by=[body] if number else [body, other],
            adopted_by_partners=[country],
            topics=[topic],
            issued_on=date(2010 + number, 1, 1),
            edition={"body": "<p>About the walrus.</p>"},
        )
    answer = asked("walrus")

    counted = {name: [(each.value, each.count) for each in answer.options[name]] for name in answer.options}
    assert answer.total == 3
    assert counted == {
        "kind": [("statement", 3)],
        "year": [("2012", 1), ("2011", 1), ("2010", 1)],
        "format": [(body.slug, 3), (other.slug, 1)],
        "partner": [(country.slug, 3)],
        "topic": [(topic.slug, 3)],
        "language": [("en", 3), ("de", 3)],
    }
    narrowed = asked("walrus", format=other.slug, year="2010")
    assert (narrowed.total, narrowed.chosen) == (1, {"format": str(other), "year": "2010"})
    assert [each.count for each in narrowed.options["format"]] == [1, 1]
    assert [each.count for each in narrowed.options["year"]] == [1]


def test_a_filter_in_the_way_is_named_and_one_that_there_is_not_is_ignored() -> None:
    make.make_statement(edition={"body": "<p>About the walrus.</p>"}, issued_on=date(2010, 1, 1))
    answer = asked("walrus", year="1999", kind="statement")

    assert (answer.total, answer.in_the_way) == (0, {"year": 1})
    assert asked("walrus", format="no-such", year="2010").ignored == ("format",)
    assert asked("walrus", format="no-such", year="2010").total == 1


def test_a_misspelt_word_is_found_as_the_site_spells_it() -> None:
    make.make_topic(name_en="Rearmament", name_de="Wiederbewaffnung")

    answer = asked("rearmanent")
    assert (answer.total, answer.is_corrected, answer.question.typed) == (1, True, "Rearmament")
    assert asked("wiederbewafnung").question.typed == "Wiederbewaffnung"
    assert not asked("zzzzzz").is_corrected


@pytest.mark.parametrize(
    ("typed", "known"), [("lybia", "Libya"), ("helikopter", "Helicopter"), ("afganistan", "Afghanistan")]
)
def test_a_word_that_is_spelt_as_it_sounds_is_found(typed: str, known: str) -> None:
    make.make_topic(**make.both("name", known))

    assert asked(typed).question.typed == known


def test_the_beginnings_of_words_are_enough_where_nothing_else_is_found() -> None:
    make.make_topic(**make.both("name", "Piracy"))

    answer = asked("pir")
    assert (answer.total, answer.is_widened) == (1, True)
    assert not asked("piracy").is_widened


def test_suggestions_are_titles_that_begin_as_the_text_ends() -> None:
    make.make_topic(**make.both("name", "Missile defence"))
    make.make_format(**make.both("name", "Missile Council"), **make.both("acronym", "XMC"))
    make.make_topic(**make.both("name", "Other"), **make.both("description", "missiles"))
    scope = PublicScope(timezone.now())

    assert {each.title for each in suggestions("mis", scope)} == {"Missile defence", "Missile Council"}
    assert [each.title for each in suggestions("missile def", scope)] == ["Missile defence"]
    assert [(each.title, each.kind_name) for each in suggestions("XM", scope)] == [("Missile Council", "Body")]
    assert suggestions("missile def ", scope) == []
    assert [each.title for each in suggestions("council -def", scope)] == ["Missile Council"]


def test_editors_find_drafts_with_their_status_and_only_what_they_may_see() -> None:
    draft = make.make_topic(state="draft", publish_at=None, **make.both("name", "Walrus"))
    statement = make.make_statement(languages=["en"], edition={"title": "Walrus one", "serial": 1})
    make.make_edition(statement, title="Walrus two", state="draft", publish_at=None)
    editor, guest = make.make_user(), make.make_user(role="")
    scope = EditorScope(editor, timezone.now())
    answer = find("walrus", scope)

    made = results_for_editors(answer.found, answer.question.wanted, scope)
    assert {(each.title, each.status.key) for each in made if each.status} == {
        *(("Walrus", "draft"), ("Walrus one", "public"))
    }
    assert f"/admin/meetings/topic/{draft.pk}/change/" in {each.url for each in made}
    assert {each.kind for each in made} == {"topic", "statement"}
    assert titles("walrus") == ["Walrus one"]
    assert Group.objects.exists()
    assert find("walrus", EditorScope(guest, timezone.now())).total == 0


def test_the_number_of_queries_does_not_depend_on_what_is_found(django_assert_num_queries) -> None:
    for number in range(30):
        make.make_topic(**make.both("name", f"Walrus {number}"))
    make.make_topic(**make.both("name", "Narwhal"))
    asked("walrus")
    scope = PublicScope(timezone.now())
    with django_assert_num_queries(3):  # what is found, its facets, the names of their records
        assert find("narwhal", scope).total == 1
    with django_assert_num_queries(3):
        assert find("walrus", scope).total == 30


def test_sessions_are_found_by_who_took_part() -> None:
    georgia, norland = (make.make_partner(**make.both("name", name)) for name in ("Georgia", "Norland"))
    person = make.make_person(**make.both("name", "Ada Vesterholm"))
    office = make.make_appointment(person=person, partner=norland)
    dinner, lunch = (make.make_session(**make.both("title", title)) for title in ("Working dinner", "Working lunch"))
    row = make.make_participation(session=dinner, partner=georgia)
    make.make_participation(session=dinner, partner=norland, appointment=office)
    make.make_participation(session=lunch, partner=norland, appointment=office)

    assert titles("Georgia dinner") == titles("dinner georgia vesterholm") == ["Working dinner"]
    assert titles("Georgia lunch") == []
    assert {*titles("Vesterholm sessions")} == {*titles("Norland session")} == {"Working dinner", "Working lunch"}
    assert titles("Vesterholm sessions", kind="meeting") == []
    assert asked("Vesterhlom dinner").question.typed == "Vesterholm dinner"
    with override("de"):
        assert len(titles("Sitzungen Vesterholm")) == 2

    row.delete()
    assert titles("Georgia dinner") == []
    make.make_participation(session=lunch, partner=georgia)
    assert titles("Georgia lunch") == ["Working lunch"]


def test_the_name_of_a_kind_is_a_word_of_what_is_of_it() -> None:
    make.make_session(**make.both("title", "Piracy at sea"))
    make.make_meeting(**make.both("title", "Piracy"))

    assert titles("piracy session") == ["Piracy at sea"]
    assert suggestions("sess", PublicScope(timezone.now())) == []
