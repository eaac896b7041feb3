"""Simultaneous actions on the same content end as if they had been in sequence.

Each thread has a connection of its own to a database that stores: PostgreSQL, or SQLite in a file.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import permutations
from math import factorial
from pathlib import Path
from random import Random
from threading import Barrier, Event
from time import perf_counter, sleep
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from publishing import verbs
from publishing.locks import lock_rows
from publishing.models import AuditLogEntry, Withdrawal, audit_log
from publishing.models.audit_log import Action
from publishing.obstacles import Refused
from publishing.states import Correction, State
from publishing.verbs.locking import lock
from tests import factories, postgres

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20  # of each scene; without locks, a fault showed within four of them in each of nine runs
NAMES = ("editor", "second", "third")
EXPLANATION = {"en": "A mistake.", "de": "Ein Fehler."}
IN_REVIEW: dict[str, Any] = {"state": State.IN_REVIEW, "publish_at": None}

type Rows = Mapping[str, Any]
type Act = Callable[[Rows, Rows], object]


@pytest.fixture
def people(tmp_path: Path, transactional_db: None) -> Iterator[ThreadPoolExecutor]:
    """Four threads, each with a connection of its own."""
    of_tests = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":  # the tests' database is in memory, where no one waits for a lock
        with closing(sqlite3.connect(tmp_path / "plenary.sqlite3")) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
        connections.settings["default"]["NAME"] = str(tmp_path / "plenary.sqlite3")
    try:
        with ThreadPoolExecutor(4) as threads:
            yield threads
            ending = Barrier(4)
            for ended in [threads.submit(_leave, ending) for _ in range(4)]:
                ended.result()
    finally:
        connections.settings["default"]["NAME"] = of_tests


def _leave(ending: Barrier) -> None:
    connections.close_all()
    ending.wait()  # so that each thread does it once


def try_to(act: Act, rows: Rows, who: Rows) -> str:
    """Return how it ended for the person."""
    try:
        act(rows, who)
    except Refused:
        return "refused"
    return "done"


# A meeting with a session: published, saved, held back and withdrawn


def a_meeting() -> Rows:
    meeting = factories.make_meeting(**IN_REVIEW, country=factories.make_partner())
    session = factories.make_session(meeting=meeting, state=State.IN_REVIEW)
    outcome = factories.make_outcome(session=session, state=State.IN_REVIEW)
    return {"target": meeting, "below": session, "beside": outcome}


def publish_meeting(rows: Rows, who: Rows) -> None:
    verbs.publish(rows["target"], by=who["editor"])


def save_session(rows: Rows, who: Rows) -> None:
    """Save as the admin does: the row is locked as the form's transaction begins."""
    with transaction.atomic():
        lock_rows([rows["target"], rows["below"]])
        session = type(rows["below"]).objects.get(pk=rows["below"].pk)
        session.title_en = "Opening"
        session.save()
        audit_log.record(Action.SAVE, by=who["editor"], target=session)


def hold_back_session(rows: Rows, who: Rows) -> None:
    verbs.hold_back(rows["below"], by=who["second"])


def withdraw(rows: Rows, who: Rows) -> None:
    verbs.unpublish(rows["target"], by=who["third"], reason="Wrong.", explanation=EXPLANATION)


# A statement with two drafts of a correction: both are published, one is saved, the statement is withdrawn


def a_statement() -> Rows:
    statement = factories.make_statement()
    live = statement.editions.get(language="en")
    first, second = (factories.make_edition(statement, **IN_REVIEW, serial=serial, based_on=live) for serial in (2, 3))
    return {"target": statement, "below": first, "beside": second}


def publish_first(rows: Rows, who: Rows) -> None:
    verbs.publish(rows["below"], by=who["editor"], correction=Correction.MINOR)


def publish_second(rows: Rows, who: Rows) -> None:
    verbs.publish(rows["beside"], by=who["second"], correction=Correction.MINOR)


def new_draft(rows: Rows, who: Rows) -> None:
    """Begin a draft with the next number, even if others begin one or publish."""
    draft = type(rows["below"])(document=rows["target"], language="en", title="Draft", body="<p>Draft.</p>")
    draft.save()
    audit_log.record(Action.SAVE, by=who["editor"], target=draft)


SCENES: list[tuple[Callable[[], Rows], Sequence[Act]]] = [
    (a_meeting, [publish_meeting, save_session, hold_back_session, withdraw]),
    (a_statement, [publish_first, publish_second, new_draft, withdraw]),
]


def left_by(rows: Rows, answers: Sequence[str]) -> tuple[Any, ...]:
    """Return all that is stored of the rows, and each result, without times and ids."""
    fresh = {name: type(row)._default_manager.get(pk=row.pk) for name, row in rows.items()}
    names = {row.public_id: name for name, row in rows.items()}
    entries = AuditLogEntry.objects.filter(public_id__in=names).order_by("id")
    return (
        *answers,
        *(
            (getattr(row, "state", ""), getattr(row, "release", ""), bool(getattr(row, "publish_at", None)))
            for row in fresh.values()
        ),
        getattr(fresh["below"], "title_en", ""),
        *(rows["target"].editions.values_list("serial", flat=True) if hasattr(rows["target"], "editions") else ()),
        *((each.action, names[each.public_id], each.by_name, each.before, each.after) for each in entries),
        Withdrawal.objects.filter(public_id__in=names).count(),
    )


def make(scene: Callable[[], Rows]) -> Rows:
    with transaction.atomic():
        return scene()


def one_after_the_other(scene: Callable[[], Rows], acts: Sequence[Act], who: Rows) -> set[tuple[Any, ...]]:
    """Return what every order of the acts leaves."""
    found = set()
    for order in permutations(acts):
        rows = make(scene)
        answers = {act: try_to(act, rows, who) for act in order}
        found.add(left_by(rows, [answers[act] for act in acts]))
    return found


def together(people: ThreadPoolExecutor, acts: Sequence[Act], rows: Rows, who: Rows, delays: list[float]) -> list[str]:
    """Let all begin at once, or after their delays; return how it ended for each."""
    start = Barrier(len(acts))

    def begin(act: Act, seconds: float) -> str:
        start.wait()
        sleep(seconds)
        return try_to(act, rows, who)

    return [each.result() for each in [people.submit(begin, *each) for each in zip(acts, delays, strict=True)]]


@pytest.mark.parametrize(("scene", "acts"), SCENES, ids=["a meeting", "a statement"])
def test_what_is_done_at_the_same_time_ends_as_one_after_the_other(
    people: ThreadPoolExecutor, scene: Callable[[], Rows], acts: Sequence[Act]
) -> None:
    who = people.submit(
        lambda: {name: factories.make_user(role="", username=name, is_superuser=True) for name in NAMES}
    ).result()
    begun = perf_counter()
    serial = people.submit(one_after_the_other, scene, acts, who).result()
    latest = (perf_counter() - begun) / factorial(len(acts)) / 2  # seconds: about as long as the longest act
    seen, chance = set(), Random(2011)  # noqa: S311  # no secret

    for _round in range(ROUNDS):
        rows = people.submit(make, scene).result()
        delays = [chance.uniform(0, latest) for _act in acts]
        delays[chance.randrange(len(acts))] = 0  # any of them may be the first, on a busy machine too
        answers = together(people, acts, rows, who, delays)
        left = people.submit(left_by, rows, answers).result()
        assert left in serial
        seen.add(left)

    assert len(serial) > 2
    assert len(seen) > 1  # they did meet in more than one order


# What is locked, row by row

NEEDS_ROW_LOCKS = pytest.mark.skipif(not postgres.IS_USED, reason="SQLite locks all of the database at once.")


def hold(rows: Rows, held: Event, end: Event) -> None:
    """Lock what a verb on the target locks, until the end."""
    with transaction.atomic():
        lock(rows["target"])
        held.set()
        end.wait(20)


def free(rows: Rows) -> list[str]:
    """Return the names of the rows that another connection could lock now."""
    return [name for name, row in rows.items() if is_free(row)]


def is_free(row: Any) -> bool:
    try:
        with transaction.atomic():
            type(row)._default_manager.select_for_update(nowait=True, of=("self",)).get(pk=row.pk)
    except DatabaseError:
        return False
    return True


@NEEDS_ROW_LOCKS
@pytest.mark.parametrize("scene", [a_meeting, a_statement])
def test_a_verb_locks_all_that_it_touches(people: ThreadPoolExecutor, scene: Callable[[], Rows]) -> None:
    rows, held, end = people.submit(make, scene).result(), Event(), Event()
    holding = people.submit(hold, rows, held, end)

    assert held.wait(20)
    assert people.submit(free, rows).result() == []
    end.set()
    holding.result()
    assert people.submit(free, rows).result() == [*rows]


def add_a_session_while_another_waits(rows: Rows) -> Any:
    """Hold the meeting until another connection waits for it; add a session then."""
    with transaction.atomic():
        lock_rows([rows["target"]])
        latest = perf_counter() + 20
        with connection.cursor() as cursor:
            waiting = 0
            while not waiting and perf_counter() < latest:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                (waiting,) = cursor.fetchone()
        assert waiting
        return factories.make_session(meeting=rows["target"], state=State.IN_REVIEW)


@NEEDS_ROW_LOCKS
def test_what_is_added_while_a_verb_waits_is_locked_too(people: ThreadPoolExecutor) -> None:
    rows, held, end = people.submit(make, a_meeting).result(), Event(), Event()
    adding = people.submit(add_a_session_while_another_waits, rows)
    while people.submit(is_free, rows["target"]).result():
        sleep(0.01)
    holding = people.submit(hold, rows, held, end)

    added = adding.result()

    assert held.wait(20)
    assert people.submit(free, {**rows, "added": added}).result() == []
    end.set()
    holding.result()
