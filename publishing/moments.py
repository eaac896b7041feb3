"""The moment that every outlet asks about. That of a preview also carries what is taken as public besides."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self


class Moment(datetime):
    """A moment at which some things are opened: taken as public, whatever their state and their time.

    Whatever is computed from it is plain again: nothing is opened by a copy.
    """

    opened: frozenset[str] = frozenset()  # public ids

    @classmethod
    def opening(cls, public_ids: Iterable[str], at: datetime) -> Self:
        """Return the moment `at` with these things opened."""
        moment = cls.combine(at.date(), at.timetz())
        moment.opened = frozenset(public_ids)
        return moment


def opened_of(model: type[Any], at: datetime) -> list[str]:
    """Return the public ids of the model's kind that are opened at the moment; none at a plain one."""
    if not isinstance(at, Moment) or not at.opened:
        return []
    letter = model._meta.get_field("public_id").letter
    return sorted(public_id for public_id in at.opened if public_id.startswith(letter))
