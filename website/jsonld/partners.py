"""Partners, bodies and people, with the time of each membership and office.

In schema.org a Country cannot be a member, so the state gets an Organization of its own.
"""

from collections.abc import Iterable
from typing import Any, Final

from partners.models import Appointment, Format, Membership, Partner, Person
from website.jsonld.meetings import organisation
from website.jsonld.vocabulary import Absolute, Node, entity, link, node, permanent

STATE: Final = "#state"


def partner(row: Any, absolute: Absolute) -> list[Node]:
    """Describe a row of `reads.partners.partner`; a country also as an organisation."""
    memberships = [
        _role(each, memberOf=link("Organization", each.format, absolute), roleName=each.capacity_name)
        for each in row.public_memberships
    ]
    names = {row.official_name, row.acronym, *(former.name for former in row.public_former_names)}
    known = {"alternateName": sorted(names - {"", row.name})}
    if row.kind != Partner.Kind.COUNTRY:
        return [entity("Organization", row, absolute, memberOf=memberships, **known)]
    country = entity("Country", row, absolute, identifier=row.iso_code, **known)
    state = {"@id": f"{permanent(row, absolute)}{STATE}"} | node(
        "GovernmentOrganization",
        name=row.official_name or row.name,
        url=country["url"],
        areaServed={"@id": country["@id"]},
        memberOf=memberships,
    )
    return [country, state]


def format_called(row: Format, memberships: Iterable[Membership], absolute: Absolute) -> Node:
    """Describe a body with its members, former ones too, from `format_called`."""
    return entity(
        "Organization",
        row,
        absolute,
        alternateName=row.acronym,
        description=row.description,
        foundingDate=row.founded,
        dissolutionDate=row.until,
        member=[
            _role(each, member=organisation(each.partner, absolute), roleName=each.capacity_name)
            for each in memberships
        ],
    )


def person(row: Person, appointments: Iterable[Appointment], absolute: Absolute) -> Node:
    """Describe a person with the offices held, from `reads.partners.person`."""
    offices = [
        _role(each, memberOf=organisation(each.partner, absolute), roleName=each.office) for each in appointments
    ]
    return entity("Person", row, absolute, memberOf=offices)


def _role(span: Membership | Appointment, **facts: Any) -> Node:
    return node("OrganizationRole", startDate=span.since, endDate=span.until, **facts)
