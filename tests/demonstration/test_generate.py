"""The command for synthetic meetings: repeatable, and never in a real site."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from demonstration.synthetic import pictures
from demonstration.synthetic.calendar import plans
from demonstration.synthetic.rows import public_id
from meetings.models import Meeting, StatementEdition
from meetings.times import Status
from photos.models import Photo
from publishing.public_ids import PATTERN
from publishing.states import State
from tests import factories as make

TODAY = date(2026, 4, 15)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoding all of them takes seconds."""
    monkeypatch.setattr(pictures, "PICTURES", 1)


def generate(*options: str, meetings: int = 1) -> str:
    out = io.StringIO()
    call_command("generate", "--meetings", str(meetings), "--day", str(TODAY), *options, stdout=out)
    return out.getvalue()


def test_the_same_seed_and_day_give_the_same_content() -> None:
    made = []
    for seed in ("1", "1", "2"):
        with transaction.atomic():
            generate("--seed", seed)
            texts = StatementEdition.objects.order_by("public_id").values_list("public_id", "title", "body")
            made.append([*Photo.objects.order_by("position").values_list("public_id", "caption_de"), *texts])
            transaction.set_rollback(True)

    assert made[0] == made[1]
    assert not set(made[0]) & set(made[2])


def test_public_ids_are_well_formed_and_never_the_same() -> None:
    ids = {public_id("m", number, seed=3) for number in range(20_000)}

    assert len(ids) == 20_000
    assert all(PATTERN.fullmatch(each) for each in ids)


def test_a_thousand_meetings_are_spread_over_twenty_years_and_not_all_went_as_planned() -> None:
    made = list(plans(1000, TODAY))
    days = [plan.starts_on for plan in made]
    ahead = [plan for plan in made if plan.is_ahead]

    assert days == sorted(days) and (days[0].year, days[-1].year) == (2006, 2027)
    assert len(ahead) == 20 and all(plan.starts_on > TODAY for plan in ahead)
    assert {plan.publish_at.date() > TODAY for plan in ahead} == {True, False}
    assert sum(plan.status == Status.POSTPONED for plan in made) == 20
    assert sum(plan.withdrawal is not None for plan in made) == 20
    assert sum(plan.state == State.DRAFT for plan in made) == 10


def test_one_meeting_alone_is_over_and_public() -> None:
    [plan] = plans(1, TODAY)

    assert plan.is_over and plan.starts_on < TODAY and plan.publish_at.date() < TODAY


def test_other_content_is_left_alone_unless_forced() -> None:
    make.make_topic()

    with pytest.raises(CommandError, match=r"holds other content \(topics\).*--force"):
        generate()
    assert not Meeting.objects.exists()

    generate("--force")
    assert Meeting.objects.count() == 1


def test_synthetic_meetings_are_made_once() -> None:
    generate()

    with pytest.raises(CommandError, match="holds synthetic meetings already"):
        generate("--force")


@pytest.mark.parametrize("number", [0, -1, 5001])
def test_a_number_that_cannot_be_made_is_refused(number: int) -> None:
    with pytest.raises(CommandError, match=r"choose a number from 1 to 5,000"):
        generate(meetings=number)


def test_a_terminal_shows_how_far_it_is() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    call_command("generate", "--meetings", "2", "--day", str(TODAY), stdout=out)

    assert "[##############################] 2 of 2, about 0 s left" in out.getvalue()
