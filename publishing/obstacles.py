"""What stands in the way of a verb: reasons in the editor's words, each with the place where it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Obstacle:
    """One reason why something cannot be done yet."""

    target: Model
    sentence: str | Promise
    field: str = ""

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class OwnWork(Obstacle):
    """Nobody but the person who asks has seen it: what a written reason can set aside."""


class Refused(Exception):
    """A verb was refused; `obstacles` holds every reason, never only the first."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = list(obstacles)
        super().__init__(" ".join(str(obstacle) for obstacle in self.obstacles))


def invalid_fields(target: Model) -> list[Obstacle]:
    """Return what the model's own validation says against the row as it stands."""
    try:
        target.full_clean()
    except ValidationError as error:
        return [
            Obstacle(target, sentence, "" if field == NON_FIELD_ERRORS else field)
            for field, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []
