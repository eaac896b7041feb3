"""One synthetic meeting in the demonstration's shape: sessions, people, outcomes."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any, Final

from demonstration.synthetic.calendar import Plan
from demonstration.synthetic.cast import Cast, Country
from demonstration.synthetic.rows import Rows
from demonstration.synthetic.words import TOPICS, Text, columns, same, sentence, sentences
from meetings.models import Figure, Host, Meeting, Outcome, Participation, Session
from meetings.times import Status, TimePrecision
from partners.models import Format, Partner
from publishing.models import Document, Publishable, Withdrawal
from publishing.states import Release

SESSIONS: Final = ((0, 10), (0, 15), (1, 9), (1, 11), (1, 14), (1, 16))  # the day of the meeting, and the hour
OUTCOMES: Final = (3, 3, 3, 3, 2, 2)  # of each session
PARTICIPANTS: Final = 29
ZONES: Final = ("Europe/Berlin", "Europe/Brussels", "Europe/Lisbon", "Europe/Athens", "Europe/Oslo")
LEVELS: Final = (
    (Meeting.Level.FOREIGN_MINISTERS, Text("Foreign Ministers", "Außenminister")),
    (Meeting.Level.DEFENCE_MINISTERS, Text("Defence Ministers", "Verteidigungsminister")),
    (Meeting.Level.FOREIGN_MINISTERS, Text("Foreign Ministers", "Außenminister")),
    (Meeting.Level.AMBASSADORS, Text("Ambassadors", "Botschafter")),
    (Meeting.Level.LEADERS, Text("Heads of State and Government", "Staats- und Regierungschefs")),
    (Meeting.Level.EXPERTS, Text("Experts", "Fachleute")),
)
FIGURES: Final = (
    Text("Delegations", "Delegationen"),
    Text("Delegates", "Delegierte"),
    Text("Journalists", "Medienvertreter"),
    Text("Languages", "Sprachen"),
    Text("Photos", "Fotos"),
)


@dataclass
class Made:
    """A meeting that was made, with what its texts and photos refer to."""

    plan: Plan
    meeting: Meeting
    host: Country
    sessions: list[Session]
    bodies: list[Format]
    outcomes: list[Outcome]  # the first of each session


def make_meeting(rows: Rows, random: Random, cast: Cast, plan: Plan) -> Made:
    """Make a meeting with its hosts, figures and sessions."""
    host = cast.countries[plan.number * 7 % len(cast.countries)]
    meeting = rows.add(Meeting, **_words(random, title_of(plan, host), host), **_facts(cast, plan, host))
    office = host.office_on(plan.starts_on)
    rows.add(Host, meeting=meeting, partner=host.partner, appointment=office, position=1)
    for position, label in enumerate(FIGURES, start=1):
        number = random.randrange(20, 900)
        value = Text(f"about {number}", f"etwa {number}")
        rows.add(Figure, meeting=meeting, position=position, **columns(label=label, value=value))
    if plan.withdrawal:
        withdraw(rows, random, meeting, plan, kind=plan.withdrawal)
    made = Made(plan, meeting, host, [], [], [])
    for number in range(len(SESSIONS)):
        _session(rows, random, cast, made, number)
    return made


def withdraw(rows: Rows, random: Random, target: Publishable | Document, plan: Plan, *, kind: str) -> None:
    """Withdraw a row a month after the meeting, for good."""
    texts = columns(explanation=sentence(random))
    since = plan.at(12, days=30)
    rows.add(Withdrawal, public_id=target.public_id, kind=kind, since=since, reason="Synthetic.", **texts)


def title_of(plan: Plan, host: Country) -> Text:
    """Return what a meeting is called."""
    _level, people = LEVELS[plan.number % len(LEVELS)]
    name = Text(f"Synthetic meeting {plan.number}: ", f"Synthetisches Treffen {plan.number}: ")
    return name + people + same(f" in {host.city}")


def _words(random: Random, title: Text, host: Country) -> dict[str, str]:
    topic, other = random.sample(TOPICS, 2)
    headline = Text("Talks about ", "Gespräche: ") + topic + Text(" and ", " und ") + other
    return columns(
        title=title,
        headline=headline,
        summary=sentences(random, 3),
        glance_decided=sentences(random, 3),
        glance_who=sentences(random, 2),
        glance_next=sentence(random),
        city=same(host.city),
        venue=Text("Conference Centre", "Kongresszentrum"),
    )


def _facts(cast: Cast, plan: Plan, host: Country) -> dict[str, Any]:
    level, _people = LEVELS[plan.number % len(LEVELS)]
    facts: dict[str, Any] = {
        "slug": f"synthetic-{plan.number}-{host.city.lower()}",
        "level": level,
        "series": cast.series[plan.number % len(cast.series)],
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "country": host.partner,
        "time_zone": ZONES[plan.number % len(ZONES)],
        "status": plan.status,
        "press_email": "press@plenary.example",
        "state": plan.state,
        "publish_at": plan.publish_at,
    }
    if plan.status == Status.POSTPONED:
        former = plan.starts_on - timedelta(days=30)
        facts |= {"former_starts_on": former, "former_ends_on": former + timedelta(days=1)}
        facts |= columns(change_reason=Text("Several delegations asked for it.", "Mehrere Delegationen baten darum."))
    return facts


def _session(rows: Rows, random: Random, cast: Cast, made: Made, number: int) -> None:
    plan = made.plan
    days, hour = SESSIONS[number]
    body = cast.bodies[(plan.number + number) % len(cast.bodies)]
    topics = random.sample(range(len(TOPICS)), 2)
    is_held_back = plan.has_held_back_session and number == len(SESSIONS) - 1
    session = rows.add(
        Session,
        **columns(title=_title(number, topics[0]), summary=sentences(random, 4)),
        meeting=made.meeting,
        slug=f"session-{number + 1}",
        day=plan.starts_on + timedelta(days=days),
        starts_at=time(hour),
        ends_at=time(hour + 1, 45),
        precision=TimePrecision.EXACT,
        position=number + 1,
        state=plan.state,
        release=Release.HELD_BACK if is_held_back else Release.WITH_PARENT,
    )
    rows.link(session, "formats", [body])
    rows.link(session, "topics", [cast.topics[topic] for topic in topics])
    made.sessions.append(session)
    made.bodies.append(body)
    made.outcomes.append(_outcomes(rows, random, cast, session, OUTCOMES[number]))
    _participants(rows, cast, session, cast.members[body.pk], body.pk + plan.number)
    if number == 0:
        phrase = columns(unnamed_phrase=Text("further partners", "weitere Partner"))
        rows.add(Participation, session=session, unnamed_count=21, position=PARTICIPANTS + 1, **phrase)


def _title(number: int, topic: int) -> Text:
    words = TOPICS[topic]
    return Text("Synthetic session", "Synthetische Sitzung") + same(f" {number + 1}: ") + words


def _participants(rows: Rows, cast: Cast, session: Session, members: list[Partner], turn: int) -> None:
    """Let the body's members take part, each presiding in turn, and one guest."""
    ids = {member.pk for member in members}
    others = [partner for partner in cast.partners if partner not in ids]
    guest = others[turn % len(others)]
    for position, partner in enumerate([*(member.pk for member in members), guest], start=1):
        rows.add(
            Participation,
            session_id=session.pk,
            partner_id=partner,
            appointment_id=_sent(cast.partners[partner], session.day),
            role=Participation.Role.GUEST if partner == guest else Participation.Role.MEMBER,
            chairs=position == turn % len(members) + 1,
            position=position,
        )


def _sent(country: Country | None, day: date) -> int | None:
    """Return the id of the country's office of the day; None for organisations."""
    return country.office_on(day).pk if country else None


def _outcomes(rows: Rows, random: Random, cast: Cast, session: Session, number: int) -> Outcome:
    """Make the outcomes of a session, and return the first."""
    made = []
    for position in range(1, number + 1):
        verb = Outcome.Verb.ADOPTED if position == 1 else random.choice(list(Outcome.Verb))
        topic = random.choice(TOPICS)
        text = Text("the common position on ", "die gemeinsame Haltung: ") + topic
        facts = {"position": position, "state": session.state}
        outcome = rows.add(Outcome, session=session, verb=verb, **columns(text=text), **facts)
        if random.random() < 0.25:
            rows.link(outcome, "topics", [random.choice(cast.topics)])
        made.append(outcome)
    return made[0]
