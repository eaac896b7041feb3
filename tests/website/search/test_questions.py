"""The ranks of the wanted results of thirty questions, and their mean."""

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from demonstration.synthetic import pictures
from tests.website.photo_files import make_files_of_all_photos
from tests.website.search.questions import QUESTIONS, Wanted
from website.search.finding import find
from website.search.results import results
from website.search.scopes import PublicScope

READ = 10  # results that a reader looks at
AIM = 0.9


def reciprocal_rank(question: Wanted) -> float:
    """Return 1 divided by the rank of the wanted result; 0 if it is not shown."""
    scope = PublicScope(timezone.now())
    with translation.override(question.language):
        answer = find(question.typed, scope)
        shown = results(answer.found[:READ], answer.question.wanted, scope)
    ranks = (place for place, each in enumerate(shown, start=1) if _is_wanted(each, question))
    return 1 / next(ranks, float("inf"))


def _is_wanted(result, question: Wanted) -> bool:
    return result.kind == question.kind and result.title.startswith(question.title)


@pytest.mark.django_db
def test_readers_find_what_they_want(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PICTURES", 1)  # encoding all of them takes seconds
    call_command("loaddata", "berlin_2011", verbosity=0)
    make_files_of_all_photos()
    call_command("generate", "--meetings", "3", "--day", "2026-04-15", "--force", verbosity=0)
    ranks = {question: reciprocal_rank(question) for question in QUESTIONS}
    mean = sum(ranks.values()) / len(ranks)
    with capsys.disabled():
        below = ", ".join(f"“{each.typed}” {rank:.2f}" for each, rank in ranks.items() if rank < 1)
        print(f"\nMean reciprocal rank of {len(ranks)} questions: {mean:.3f}. Not first: {below or 'none'}.")  # noqa: T201

    assert len(ranks) == 30
    assert mean >= AIM
