"""Obstacles to a verb: reasons in plain words, and where each can be fixed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Obstacle:
    """One reason why something cannot be done yet."""

    target: Model
    sentence: str | Promise
    field: str = ""
    where: tuple[Model, ...] = ()  # the rows that it concerns, where the sentence leaves them out

    def __str__(self) -> str:
        return f"{self.sentence} {self.places}".rstrip()

    @property
    def places(self) -> str:
        """The rows that it concerns, in words: one by its name, several by their number."""
        match self.where:
            case ():
                return ""
            case (row,):
                kind = row._meta.verbose_name
                return _("Concerns: %(kind)s “%(name)s”.") % {"kind": kind, "name": row}
        return _("Concerns: %(where)s.") % {"where": in_numbers(self.where)}


@dataclass(frozen=True)
class SecondReviewerRequired(Obstacle):
    """No second person has reviewed it. A written reason can set this obstacle aside."""


class Refused(Exception):
    """A verb was refused; `obstacles` holds every reason, never only the first."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = list(obstacles)
        super().__init__(" ".join(str(obstacle) for obstacle in self.obstacles))


def merged(obstacles: Iterable[Obstacle]) -> list[Obstacle]:
    """Return each obstacle once, with all rows that it concerns."""
    found: dict[tuple[str, str], Obstacle] = {}
    places: dict[tuple[str, str], dict[Model, None]] = defaultdict(dict)
    for number, obstacle in enumerate(obstacles):
        key = (str(obstacle.sentence), obstacle.field if obstacle.where else str(number))
        found.setdefault(key, obstacle)
        places[key] |= dict.fromkeys(obstacle.where)
    return [replace(obstacle, where=tuple(places[key])) for key, obstacle in found.items()]


def in_numbers(rows: Iterable[Model]) -> str:
    """Say how many of each kind there are: "2 sessions and 3 outcomes"."""
    counted = Counter(type(row) for row in rows)
    kinds = [
        f"{count} {kind._meta.verbose_name if count == 1 else kind._meta.verbose_name_plural}"
        for kind, count in counted.items()
    ]
    return get_text_list(kinds, _("and")) if kinds else ""


def invalid_fields(target: Model) -> list[Obstacle]:
    """Return what the model's own validation says against the row as it is now."""
    try:
        target.full_clean()
    except ValidationError as error:
        return [
            Obstacle(target, sentence, "" if field == NON_FIELD_ERRORS else field)
            for field, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []
