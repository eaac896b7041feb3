"""Hidden rows show at no address before their second, and then they do.

One browser goes round the site a second before the embargo ends and again at the second, and nothing happens
between but that the clock moves on. What is planted is found again by its words, wherever they come out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from tests import factories as make
from tests import postgres
from tests.conftest import MadeOnce
from tests.pages import FEEDS, TO_FEEDS
from tests.website.addresses import (
    Answer,
    Answers,
    Request,
    addresses_on,
    addresses_planted,
    names_of_all_addresses,
    one_of_each_kind,
    visit,
    words_shown,
)
from tests.website.planting import (
    plant,
    plant_a_photo_without_a_file,
    plant_what_replaces_it,
    plant_what_will_be_replaced,
)
from tests.website.stage import (
    A_SECOND_BEFORE,
    EMBARGO,
    NOTE,
    REPLACED,
    SECRET,
    WAYS,
    WITHDRAWN,
    Stage,
    Way,
    fill_the_lists,
    set_the_scene,
)

pytestmark = pytest.mark.django_db

MOMENTS = ("before", "then")
# Where the words of a text may still be read that another has replaced.
OF_EARLIER_TEXTS = {
    "edition-pdf",
    *("statement-version", "statement-changes", "article-version", "article-changes"),
}
# What tells the permanent ids of what was withdrawn, and why it was, but never what it was called.
REGISTER = {"corrections", "corrections-csv", "corrections-json", "api-corrections", "feed", *FEEDS}
# What answers alike whatever is public: nothing could leak there.
ALIKE = {
    *("root", "favicon", "healthz", "readyz", "metrics", "robots", "manifest", "opensearch", *TO_FEEDS),
    *("api", "api-description", "developers", "to-developers", "security-contact"),
}


of_bytes = pytest.mark.skipif(
    postgres.IS_USED,
    reason="It compares bytes, which do not depend on the database; the tests on SQLite do it.",
)
ONLY_WITH_A_TOKEN = {"metrics"}  # figures and no content; no reader has the token


@dataclass
class Seen:
    """The answers at each step.

    `unplanted` is before anything secret was planted, `by_an_editor` what an account of the admin gets a second before
    the embargo ends, `of_nothing` at addresses where nothing ever was; on PostgreSQL these are not asked for.
    """

    stage: Stage
    planted: dict[Request, tuple[int, int]]
    unplanted: Answers
    before: Answers
    by_an_editor: Answers
    of_nothing: Answers
    then: Answers


@pytest.fixture(scope="module")
def seen(made_once: MadeOnce) -> Iterator[Seen]:
    with made_once():
        yield look_round()


def look_round() -> Seen:
    reader, editor = Client(), Client()
    with time_machine.travel(A_SECOND_BEFORE, tick=False):
        stage = set_the_scene()
        plant(stage, WITHDRAWN)
        plant_what_will_be_replaced(stage)
        fill_the_lists()
        unplanted = {} if postgres.IS_USED else visit(reader, addresses_on(stage, SECRET))
        plant(stage, SECRET)
        plant_what_replaces_it(stage)
        plant_a_photo_without_a_file(stage)
        planted = addresses_planted(stage)
        everywhere = dict.fromkeys([*addresses_on(stage), *planted])
        before = visit(reader, everywhere)
        editor.force_login(make.make_user())
        of_nothing, by_an_editor = Answers(), Answers()
        if not postgres.IS_USED:
            of_nothing = visit(reader, {of_nothing_like(request) for request in planted})
            by_an_editor = visit(editor, one_of_each_kind(before))
    with time_machine.travel(EMBARGO, tick=False):
        then = visit(reader, everywhere, known=before)
    return Seen(stage, planted, unplanted, before, by_an_editor, of_nothing, then)


def of_nothing_like(request: Request) -> Request:
    """Return a request for an unknown row at an address of the same form and length."""
    path = re.sub(r"(hush|once)-\d{4}", r"\1-9999", request.path)
    path = re.sub(r"/(id|media)/([a-z])\w{8}", r"/\1/\g<2>22222222", path)
    path = re.sub(r"(/api/v1/[a-z]+)/([a-z])\w{8}", r"\1/\g<2>22222222", path)
    path = re.sub(r"/(hush|once)-9999/[a-z]\w{8}/", r"/\1-9999/p22222222/", path)
    return Request(re.sub(r"/[0-9a-f]{16}(?=[-.])", f"/{'0' * 16}", path), request.language)


def test_every_address_is_visited(seen: Seen) -> None:
    visited = {request.name for request, answer in seen.then.items() if answer.status != 404}

    assert visited == names_of_all_addresses() - ONLY_WITH_A_TOKEN, (
        "Tell tests/website/addresses.py where to find the new pages, so that they are searched for leaks."
    )


def test_every_address_has_something_to_hide(seen: Seen) -> None:
    """In its main part: the foot of every page lists the fixed pages."""
    changed = {
        request.name for request, answer in seen.then.items() if main_part(answer) != main_part(seen.before[request])
    }

    assert changed == names_of_all_addresses() - ALIKE


def main_part(answer: Answer) -> tuple[int, str | None, bytes]:
    return answer.status, answer.headers.get("Location"), answer.body.partition(b"<footer")[0]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_words_show_exactly_when_they_may(seen: Seen, way: Way, moment: str) -> None:
    answers = getattr(seen, moment)
    if way is REPLACED and moment == "then":
        answers = leaving_out(OF_EARLIER_TEXTS, answers)
    own = {word: planted for word, planted in seen.stage.words.items() if planted.way == way.name}

    found = words_shown(answers) & own.keys()

    assert {own[word] for word in found} == {word for word in own.values() if getattr(word.shown, moment)}


@pytest.mark.parametrize("moment", MOMENTS)
def test_neither_slugs_nor_ids_nor_notes_tell_of_what_is_not_public(seen: Seen, moment: str) -> None:
    shown_words = words_shown(getattr(seen, moment))
    shown_words -= ids(seen.stage, *WITHDRAWN) - words_shown(leaving_out(REGISTER, getattr(seen, moment)))
    shown_words -= ids(seen.stage, REPLACED) - words_shown(leaving_out(OF_EARLIER_TEXTS, getattr(seen, moment)))

    hidden = {word: trace for word, trace in seen.stage.traces.items() if not getattr(trace.shown, moment)}

    assert [hidden[word] for word in shown_words & hidden.keys()] == []
    assert NOTE["note"] not in shown_words


def ids(stage: Stage, *ways: Way) -> set[str]:
    return {row.public_id for way, row in stage.planted if way in ways}


def leaving_out(names: set[str], answers: Answers) -> Answers:
    return {request: answer for request, answer in answers.items() if request.name not in names}


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_planted_answers_at_its_own_addresses_by_its_status(seen: Seen, moment: str) -> None:
    answers = getattr(seen, moment)

    statuses = {request: answers[request].status for request in seen.planted}

    assert statuses == {request: expected[MOMENTS.index(moment)] for request, expected in seen.planted.items()}


@of_bytes
def test_what_is_not_public_answers_like_what_never_was(seen: Seen) -> None:
    different = [
        request
        for request in seen.planted
        if seen.before[request].status == 404
        if as_if_asked(seen.before[request], request) != as_if_asked(seen.of_nothing[of_nothing_like(request)], request)
    ]

    assert different == []


def as_if_asked(answer: Answer, request: Request) -> Answer:
    """Return the answer without its ETag, with the other address in its body."""
    here, nowhere = request.path[len("/en/") :], of_nothing_like(request).path[len("/en/") :]
    headers = {name: value for name, value in answer.headers.items() if name != "ETag"}
    return Answer(answer.status, headers, answer.body.replace(nowhere.encode(), here.encode()))


@of_bytes
def test_nothing_public_changes_by_what_is_planted_and_not_public_yet(seen: Seen) -> None:
    changed = [request for request, shown_words in seen.unplanted.items() if seen.before[request] != shown_words]

    assert changed == []


@of_bytes
def test_an_account_that_is_signed_in_sees_the_same(seen: Seen) -> None:
    assert [request for request, shown_words in seen.by_an_editor.items() if seen.before[request] != shown_words] == []
