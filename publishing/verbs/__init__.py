"""The verbs: the only code that changes a state. Each checks everything, writes in one transaction, records, returns.

What each leads from and to stands in workflow.py; what stands in its way is found in checks.py. All raise Refused
with every obstacle, and return the row as it is stored now.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from publishing.models import Child, Document, Edition, FormerAddress, Publishable, Withdrawal, audit_log
from publishing.models.former_addresses import against_address, former_address
from publishing.obstacles import Obstacle, Refused
from publishing.states import Correction, Release, Standing, State, WithdrawalKind
from publishing.status import standing_of
from publishing.verbs import checks
from publishing.verbs.address_proposals import against_proposal, set_address
from publishing.verbs.execution import answer, begin, fresh, refuse_for, write
from publishing.workflow import Verb


@transaction.atomic
def submit[P: Publishable](target: P, *, by: User) -> P:
    """Hand a draft, with the drafts that go with it, to whoever reviews it."""
    row, now = begin(Verb.SUBMIT, target, by=by)
    drafts = [each for each in checks.going_with(row) if each.state == State.DRAFT]
    return write(Verb.SUBMIT, row, drafts, by=by, now=now, state=State.IN_REVIEW)


@transaction.atomic
def send_back[P: Publishable](target: P, *, by: User, reason: str) -> P:
    """Make a draft again of a row that is not public, and of what goes with it; `reason` says what to change."""
    row, now = begin(Verb.SEND_BACK, target, by=by)
    refuse_for(checks.of_the_reason(row, reason, _("Write down what has to be changed.")))
    own: dict[str, Any] = {"publish_at": None}
    if isinstance(row, Child) and (row.release == Release.OWN_TIME or row.parent.state == State.APPROVED):
        own["release"] = Release.HELD_BACK
    rows = [each for each in checks.going_with(row) if each.state != State.DRAFT]
    return write(Verb.SEND_BACK, row, rows, by=by, now=now, reason=reason, state=State.DRAFT, **own)


@transaction.atomic
def approve[P: Publishable](target: P, *, by: User) -> P:
    """Say as a second person that the row, with what goes with it, may become public; that it does by another verb."""
    row, now = begin(Verb.APPROVE, target, by=by)
    refuse_for(checks.to_be_approved(row, by=by))
    own: dict[str, Any] = {}
    if isinstance(row, Child) and row.release == Release.WITH_PARENT and row.parent.was_public(now):
        own["release"] = Release.HELD_BACK
    return write(Verb.APPROVE, row, checks.going_with(row), by=by, now=now, state=State.APPROVED, **own)


@transaction.atomic
def schedule[P: Publishable](
    target: P,
    *,
    by: User,
    at: datetime | None,
    correction: str = Correction.NONE,
    note: str = "",
    slug: str = "",
) -> P:
    """Let the row, with what goes with it, become public at a time; approve it where nobody has.

    `correction` and `note` are asked of an edition that follows a public one, `slug` of the first one of a document.
    """
    row, now = begin(Verb.SCHEDULE, target, by=by)
    found = [*checks.of_the_time(row, at, now), *checks.to_become_public(row, at=at, now=now)]
    found += [*checks.of_the_correction(row, correction, note, at or now), *against_proposal(row, slug)]
    refuse_for([*found, *checks.own_work(checks.reviewed(row), by=by)])
    own: dict[str, Any] = {"publish_at": at} | (
        {"release": Release.OWN_TIME} if isinstance(row, Child) else {}
    )
    answer(row, correction, note, at or now)
    set_address(row, slug, by=by)
    return write(Verb.SCHEDULE, row, checks.going_with(row), by=by, now=now, state=State.APPROVED, **own)


@transaction.atomic
def publish[P: Publishable](
    target: P, *, by: User, correction: str = Correction.NONE, note: str = "", slug: str = ""
) -> P:
    """Make the row public, with what goes with it; a child together with its parent. Approve it where nobody has.

    `correction` and `note` are asked of an edition that follows a public one, `slug` of the first one of a document.
    """
    row, now = begin(Verb.PUBLISH, target, by=by)
    found = checks.to_become_public(row, at=None, now=now)
    found += [*checks.of_the_correction(row, correction, note, now), *against_proposal(row, slug)]
    refuse_for([*found, *checks.own_work(checks.reviewed(row), by=by)])
    set_address(row, slug, by=by)
    return _make_public(Verb.PUBLISH, row, by=by, now=now, correction=correction, note=note)


@transaction.atomic
def publish_alone[P: Publishable](
    target: P,
    *,
    by: User,
    reason: str,
    correction: str = Correction.NONE,
    note: str = "",
    slug: str = "",
) -> P:
    """Publish at once what no second person has seen, for a written reason; desks say so until one confirms it."""
    row, now = begin(Verb.PUBLISH_ALONE, target, by=by)
    found = checks.to_become_public(row, at=None, now=now)
    found += [*checks.of_the_correction(row, correction, note, now), *against_proposal(row, slug)]
    found += checks.of_the_reason(row, reason, _("Write down why it cannot wait for a second person."))
    refuse_for(found)
    set_address(row, slug, by=by)
    return _make_public(
        Verb.PUBLISH_ALONE, row, by=by, now=now, correction=correction, note=note, reason=reason
    )


@transaction.atomic
def hold_back_unfinished(target: Publishable, *, by: User) -> list[Child]:
    """Hold back, of all that goes with the row, what is not ready to be public; return it."""
    row: Publishable = fresh(target)
    return [hold_back(child, by=by) for child in checks.unfinished_children(row)]


@transaction.atomic
def unschedule[P: Publishable](target: P, *, by: User) -> P:
    """Take the row off the schedule; it stays approved, and a child is held back."""
    row, now = begin(Verb.UNSCHEDULE, target, by=by)
    own: dict[str, Any] = {"publish_at": None} | (
        {"release": Release.HELD_BACK} if isinstance(row, Child) else {}
    )
    return write(Verb.UNSCHEDULE, row, by=by, now=now, **own)


@transaction.atomic
def hold_back[C: Child](child: C, *, by: User) -> C:
    """Keep a child, and with it all below, out of public when its parent becomes public, until it is published."""
    row, now = begin(Verb.HOLD_BACK, child, by=by)
    return write(Verb.HOLD_BACK, row, by=by, now=now, release=Release.HELD_BACK, publish_at=None)


@transaction.atomic
def withdraw(
    target: Publishable | Document,
    *,
    by: User,
    kind: WithdrawalKind,
    reason: str,
    explanation: Mapping[str, str],
) -> Withdrawal:
    """Declare something public out of date, or take it out of public because it was published in error.

    `explanation` holds what readers are told, by language.
    """
    row, now = begin(Verb.WITHDRAW, target, by=by)
    found = checks.of_the_reason(row, reason, _("Write down for the desk why it is withdrawn."))
    missing = [str(name) for code, name in settings.LANGUAGES if not explanation.get(code, "").strip()]
    if missing:
        sentence = _("Tell readers why in every language; missing: %(languages)s.")
        found.append(Obstacle(row, sentence % {"languages": ", ".join(missing)}, "explanation"))
    refuse_for(found)
    before = standing_of(row, now)
    texts = {f"explanation_{language}": text for language, text in explanation.items()}
    withdrawal = Withdrawal.objects.create(
        public_id=row.public_id, kind=kind, since=now, reason=reason, withdrawn_by=by, **texts
    )
    audit_log.record(
        Verb.WITHDRAW,
        by=by,
        target=row,
        before=before,
        after=Standing.WITHDRAWN,
        reason=f"{kind.label}: {reason}",
    )
    return withdrawal


@transaction.atomic
def restore[P: Publishable | Document](target: P, *, by: User, reason: str) -> P:
    """End the withdrawal that holds; its row stays, and readers find in the register that it has ended."""
    row, now = begin(Verb.RESTORE, target, by=by)
    found = checks.of_the_reason(row, reason, _("Write down for the desk why it is restored."))
    holding = Withdrawal.objects.holding(now).filter(public_id=row.public_id)
    if holding.filter(since=now).exists():
        found.append(Obstacle(row, _("It has only just been withdrawn. Wait a moment, then try again.")))
    refuse_for(found)
    holding.update(until=now)
    after = standing_of(row, now)
    audit_log.record(Verb.RESTORE, by=by, target=row, before=Standing.WITHDRAWN, after=after, reason=reason)
    return row


@transaction.atomic
def confirm[P: Publishable | Document](target: P, *, by: User) -> P:
    """Say as the second person that what was changed in the row, or below it, without one is right."""
    row, now = begin(Verb.CONFIRM, target, by=by)
    refuse_for(checks.to_be_confirmed(row, by=by))
    rows = checks.with_all_below(row)
    changed = audit_log.unseen_by_a_second(each.public_id for each in rows)
    for each in rows:
        if each.public_id in changed:
            standing = standing_of(each, now)
            audit_log.record(Verb.CONFIRM, by=by, target=each, before=standing, after=standing)
    return row


@transaction.atomic
def check[E: Edition](translation: E, *, by: User) -> E:
    """Say that the translation still holds, though what it translates was changed."""
    row, now = begin(Verb.CHECK, translation, by=by)
    newer = row.newer_source(now)
    if newer is None:
        raise Refused([Obstacle(row, _("It is up to date: what it translates has not changed."))])
    row.checked_against = newer
    row.save(update_fields=["checked_against"])
    audit_log.record(Verb.CHECK, by=by, target=row, reason=str(newer))
    return row


@transaction.atomic
def take_over[E: Edition](draft: E, *, by: User) -> E:
    """Say that the draft holds what was changed in the public text since it was begun."""
    row, now = begin(Verb.TAKE_OVER, draft, by=by)
    base = row.moved_base(now) or row.moved_base(checks.END_OF_TIME)
    if base is None:
        raise Refused([Obstacle(row, _("The public text has not changed since this draft was begun."))])
    row.based_on = base
    row.save(update_fields=["based_on"])
    audit_log.record(Verb.TAKE_OVER, by=by, target=row, reason=str(base))
    return row


@transaction.atomic
def readdress[P: Publishable | Document](target: P, *, by: User, slug: str) -> P:
    """Give something public another address; the old one leads there for ever."""
    stored, now = begin(Verb.READDRESS, target, by=by)
    row: Any = stored
    old = row.slug
    if slug == old:
        raise Refused([Obstacle(row, _("This is its address already."), "slug")])
    row.slug = slug
    refuse_for(Obstacle(row, sentence, "slug") for sentence in against_address(row))
    try:
        with transaction.atomic():
            row.save(update_fields=["slug"])
            FormerAddress.objects.update_or_create(
                slug=old, public_id=row.public_id, **former_address(row), defaults={"until": now}
            )
    except IntegrityError as error:
        sentence = _(
            "Something else has been given one of these two addresses. Choose another, or try again."
        )
        raise Refused([Obstacle(row, sentence, "slug")]) from error
    audit_log.record(Verb.READDRESS, by=by, target=row, reason=f"{old} → {slug}")
    return stored


def _make_public[P: Publishable](
    verb: Verb, row: P, *, by: User, now: datetime, correction: str, note: str, reason: str = ""
) -> P:
    own: dict[str, Any] = {"publish_at": now}
    if isinstance(row, Child):
        own = {"publish_at": None, "release": Release.WITH_PARENT}
    answer(row, correction, note, now)
    return write(
        verb, row, checks.going_with(row), by=by, now=now, reason=reason, state=State.APPROVED, **own
    )


# By name, for the desk and the command line: the transition's `asks` says what each wants to know.
BY_NAME: Final[dict[Verb, Callable[..., Any]]] = {
    Verb.SUBMIT: submit,
    Verb.SEND_BACK: send_back,
    Verb.APPROVE: approve,
    Verb.SCHEDULE: schedule,
    Verb.PUBLISH: publish,
    Verb.PUBLISH_ALONE: publish_alone,
    Verb.UNSCHEDULE: unschedule,
    Verb.HOLD_BACK: hold_back,
    Verb.WITHDRAW: withdraw,
    Verb.RESTORE: restore,
    Verb.CONFIRM: confirm,
    Verb.CHECK: check,
    Verb.TAKE_OVER: take_over,
    Verb.READDRESS: readdress,
}
