"""The moment that every outlet asks about. That of a preview also carries what is taken as public besides."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self


class Moment(datetime):
    """A moment at which some things are opened: taken as public, whatever their state and their time.

    Whatever is computed from it is plain again: nothing is opened by a copy.
    """

    opened: frozenset[str] = frozenset()  # public ids
    # Those of `opened` that are opened only because another row is read in them: what belongs to them stays hidden.
    frames: frozenset[str] = frozenset()

    @classmethod
    def opening(cls, public_ids: Iterable[str], at: datetime, *, frames: Iterable[str] = ()) -> Self:
        """Return the moment `at` with these rows opened, and the frames of them."""
        moment = cls.combine(at.date(), at.timetz())
        moment.frames = frozenset(frames)
        moment.opened = frozenset(public_ids) | moment.frames
        return moment


def assumed_public_ids(model: type[Any], at: datetime) -> list[str]:
    """Return the public ids of the model's kind that are opened at the moment; none at a plain one."""
    return _of_the_kind(model, at.opened) if isinstance(at, Moment) else []


def frames_of(model: type[Any], at: datetime) -> list[str]:
    """Return the public ids of the model's kind that are frames at the moment; none at a plain one."""
    return _of_the_kind(model, at.frames) if isinstance(at, Moment) else []


def _of_the_kind(model: type[Any], public_ids: frozenset[str]) -> list[str]:
    if not public_ids or not hasattr(model, "public_id"):
        return []
    letter = model._meta.get_field("public_id").letter
    return sorted(public_id for public_id in public_ids if public_id.startswith(letter))
