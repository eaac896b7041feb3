"""The shared rows of synthetic meetings: partners, bodies, people, topics, pages."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from django.core.files.base import ContentFile
from PIL import Image

from demonstration.synthetic.rows import Rows
from demonstration.synthetic.words import (
    BEGINNINGS,
    COUNTRY_ENDINGS,
    GIVEN_NAMES,
    TOPICS,
    Text,
    columns,
    paragraph,
    same,
    sentences,
)
from meetings.models import Series, Topic
from partners.flags import flag_path
from partners.models import Appointment, Format, Membership, Partner, Person
from publishing.models import Office, Page
from publishing.states import State
from publishing.stored_files import storage

YEARS: Final = 20
COUNTRIES: Final = len(BEGINNINGS) * len(COUNTRY_ENDINGS)
ORGANISATIONS: Final = 20
BODIES: Final = 12
MEMBERS: Final = 28
OFFICES: Final = 15  # that follow one another, for each country
MARK: Final = Text(" (synthetic)", " (synthetisch)")
# ISO 3166-1 leaves these codes to their users, so none is a real country's.
ISO_CODES: Final = [
    f"{first}{chr(last)}" for first, start in (("Q", "M"), ("X", "A")) for last in range(ord(start), 91)
]


@dataclass
class Country:
    """A country: its city, and its ministers' offices, each with its first day."""

    partner: Partner
    city: str
    offices: list[tuple[date, Appointment]] = field(default_factory=list)

    def office_on(self, day: date) -> Appointment:
        """Return the office of the minister of the day."""
        return next(office for since, office in reversed(self.offices) if since <= day)


@dataclass
class Cast:
    """The rows from which meetings are made."""

    countries: list[Country]
    partners: dict[int, Country | None]
    members: dict[int, list[Partner]]
    bodies: list[Format]
    topics: list[Topic]
    series: list[Series]
    terms: Page


type Published = dict[str, Any]  # the state of each record, as `public_since` returns it


def make_cast(rows: Rows, random: Random, today: date, public: Published) -> Cast:
    """Make the cast for some twenty years; `public` holds each record's state."""
    topics = [_topic(rows, random, words, public) for words in TOPICS]
    countries = [_country(rows, number, public) for number in range(COUNTRIES)]
    organisations = [_organisation(rows, number, public) for number in range(ORGANISATIONS)]
    for country in countries:
        _ministers(rows, random, country, today, public)
    everyone = [country.partner for country in countries] + organisations
    bodies = [_body(rows, random, number, public) for number in range(BODIES)]
    members = {body.pk: random.sample(everyone, MEMBERS) for body in bodies}
    for body in bodies:
        for partner in members[body.pk]:
            rows.add(Membership, format=body, partner=partner, since=str(today.year - YEARS - partner.pk % 30))
    by_partner: dict[int, Country | None] = dict.fromkeys([each.pk for each in organisations])
    return Cast(
        countries=countries,
        partners=by_partner | {country.partner.pk: country for country in countries},
        members=members,
        bodies=bodies,
        topics=topics,
        series=[rows.add(Series, **columns(name=_series(number))) for number in range(1, 7)],
        terms=_pages(rows, random, public),
    )


def make_office() -> None:
    """Store a press office that says what the content is, unless there is one."""
    note = Text("Synthetic content for measurements. None of it took place.", "Synthetische Inhalte für Messungen.")
    texts = columns(name=Text("Synthetic press office", "Synthetische Pressestelle"), wordmark=same("Synthetic"))
    Office.objects.get_or_create(pk=1, defaults=texts | columns(description=note, footnote=note))


def _series(number: int) -> Text:
    return Text(f"Synthetic meetings, series {number}", f"Synthetische Treffen, Reihe {number}")


def _topic(rows: Rows, random: Random, words: Text, public: Published) -> Topic:
    slug = f"synthetic-{words.en.replace(' ', '-')}"
    texts = columns(name=Text(words.en.capitalize(), words.de) + MARK, description=sentences(random, 2))
    return rows.add(Topic, slug=slug, **texts, **public)


def _country(rows: Rows, number: int, public: Published) -> Country:
    beginning = BEGINNINGS[number % len(BEGINNINGS)]
    ending = COUNTRY_ENDINGS[number // len(BEGINNINGS)]
    name = same(beginning) + ending
    texts = columns(name=name + MARK, official_name=Text("Synthetic Republic of ", "Synthetische Republik ") + name)
    facts = {"kind": Partner.Kind.COUNTRY, "iso_code": ISO_CODES[number], "slug": f"synthetic-{name.en.lower()}"}
    partner = rows.add(Partner, **texts, **facts, **public)
    partner.flag = _flag(number)
    return Country(partner, f"{name.en[:-2]}burg")


def _flag(number: int) -> str:
    """Store a flag of one colour, and return its name."""
    content = ContentFile(b"", name="flag.png")
    Image.new("RGB", (60, 40), (number * 6, 255 - number * 6, number * 37 % 256)).save(content, "PNG")
    name = flag_path(Partner(flag=content), "flag.png")
    return name if storage.exists(name) else storage.save(name, content)


def _organisation(rows: Rows, number: int, public: Published) -> Partner:
    topic = TOPICS[number]
    name = Text("Synthetic Organisation for ", "Synthetische Organisation: ") + topic
    facts = {"kind": Partner.Kind.ORGANISATION, "slug": f"synthetic-organisation-{number + 1}"}
    return rows.add(Partner, acronym=f"SO{number + 1}", **columns(name=name), **facts, **public)


def _body(rows: Rows, random: Random, number: int, public: Published) -> Format:
    name = Text("Synthetic Council for ", "Synthetischer Rat für ") + TOPICS[number]
    texts = columns(name=name, acronym=same(f"SC{number + 1}"), description=sentences(random, 2))
    facts = {"founded": str(1949 + number), "position": number + 1}
    return rows.add(Format, slug=f"synthetic-council-{number + 1}", **texts, **facts, **public)


def _ministers(rows: Rows, random: Random, country: Country, today: date, public: Published) -> None:
    """Make the country's ministers, each from the day after the one before."""
    first = today - timedelta(days=366 * (YEARS + 1))
    term = timedelta(days=(today - first).days // (OFFICES - 1))
    office = Text("Minister of ", "Ministerin oder Minister von ") + same(country.partner.name.split(" (")[0])
    for number in range(OFFICES):
        since = first + number * term
        until = "" if number == OFFICES - 1 else (since + term - timedelta(days=1)).isoformat()
        name = f"{random.choice(GIVEN_NAMES)} {random.choice(BEGINNINGS)}{random.choice(('sen', 'ić', 'ez', 'mann'))}"
        given, family = name.split()
        texts = columns(name=same(name) + MARK, sort_name=same(f"{family}, {given}") + MARK)
        slug = f"synthetic-{country.partner.iso_code}-{number + 1}".lower()
        person = rows.add(Person, slug=slug, **texts, **public)
        held = {"since": since.isoformat(), "until": until}
        appointment = rows.add(Appointment, person=person, partner=country.partner, **columns(office=office), **held)
        country.offices.append((since, appointment))


def _pages(rows: Rows, random: Random, public: Published) -> Page:
    """Make the fixed pages, and return the terms of use."""
    titles = {
        "terms-of-use": Text("Terms of use", "Nutzungsbedingungen"),
        "privacy": Text("Privacy", "Datenschutz"),
        "imprint": Text("Imprint", "Impressum"),
        "accessibility": Text("Accessibility", "Barrierefreiheit"),
    }
    pages = []
    for position, (name, title) in enumerate(titles.items(), start=1):
        body = sum((paragraph(random, 4) for _each in range(8)), same(""))
        texts = columns(title=title + MARK, body=body)
        pages.append(rows.add(Page, slug=f"synthetic-{name}", position=position, **texts, **public))
    return pages[0]


def public_since(moment: datetime) -> Published:
    """Return the state of a record that is public from the moment on."""
    return {"state": State.APPROVED, "publish_at": moment}
