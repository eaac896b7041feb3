"""Memberships: dated as far as it is known, and never two at a time."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from partners.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


def second_membership(first: tuple[str, str], second: tuple[str, str]) -> Membership:
    partner, format_ = factories.make_partner(), factories.make_format()
    Membership.objects.create(partner=partner, format=format_, since=first[0], until=first[1])
    return Membership(partner=partner, format=format_, since=second[0], until=second[1])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("1999", ""), ("2004", "")),
        (("1999", "2008"), ("2004", "2010")),
        (("", ""), ("2004", "2004")),
        (("1999-03-12", "2004-03-29"), ("2004-03-28", "")),
        (("2004-05", ""), ("1999", "2009")),
    ],
)
def test_overlapping_memberships_are_refused(first: tuple[str, str], second: tuple[str, str]) -> None:
    with pytest.raises(ValidationError, match="End one membership before the other"):
        second_membership(first, second).full_clean()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("1999", "2004"), ("2004", "")),
        (("1999", "2004-03-29"), ("2004-03-29", "")),
        (("2009", ""), ("", "2008")),
    ],
)
def test_memberships_may_follow_each_other(first: tuple[str, str], second: tuple[str, str]) -> None:
    second_membership(first, second).full_clean()


@pytest.mark.parametrize(("since", "until"), [("2004", "1999"), ("2004-03-29", "2004-03-28"), ("2004-03", "2003")])
def test_a_membership_does_not_end_before_it_starts(since: str, until: str) -> None:
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            partner=factories.make_partner(), format=factories.make_format(), since=since, until=until
        )


@pytest.mark.parametrize(("since", "until"), [("2004-03-29", "2004"), ("2004", "2004-01"), ("", "1999"), ("1999", "")])
def test_a_membership_may_be_known_better_at_one_end(since: str, until: str) -> None:
    Membership.objects.create(
        partner=factories.make_partner(), format=factories.make_format(), since=since, until=until
    )
