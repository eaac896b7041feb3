"""The moment that every outlet asks about; of a preview, with assumed rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db.models import Model


class Moment(datetime):
    """A moment at which some rows are assumed public in any state and at any time.

    A datetime computed from it is plain again: it assumes nothing public.
    """

    assumed_public: frozenset[str] = frozenset()  # public ids
    # Those of `assumed_public` that are there only because another row is read in them: their own rows stay hidden.
    frames: frozenset[str] = frozenset()

    @classmethod
    def assuming_public(cls, public_ids: Iterable[str], at: datetime, *, frames: Iterable[str] = ()) -> Self:
        """Return the moment `at` at which these rows and the frames are assumed public."""
        moment = cls.combine(at.date(), at.timetz())
        moment.frames = frozenset(frames)
        moment.assumed_public = frozenset(public_ids) | moment.frames
        return moment


def assumed_public_ids(model: type[Model], at: datetime) -> list[str]:
    """Return the model's public ids assumed public at the moment, if any."""
    return _of_the_kind(model, at.assumed_public) if isinstance(at, Moment) else []


def frames_of(model: type[Model], at: datetime) -> list[str]:
    """Return the model's public ids that are frames at the moment, if any."""
    return _of_the_kind(model, at.frames) if isinstance(at, Moment) else []


def _of_the_kind(model: type[Any], public_ids: frozenset[str]) -> list[str]:
    if not public_ids or not hasattr(model, "public_id"):
        return []
    letter = model._meta.get_field("public_id").letter
    return sorted(public_id for public_id in public_ids if public_id.startswith(letter))
