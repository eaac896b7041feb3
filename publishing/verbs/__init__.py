"""The verbs: they check, write and record changes of the state.

Long because: all verbs are read together. workflow.py lists the states that each leads from and to; checks.py finds the
obstacles. All raise Refused with every obstacle. They return the row as it is stored now; `withdraw` and `unpublish`
return the withdrawal, and `hold_back_incomplete` the children that it held back. No other code changes a state, except
that a child saved below an approved parent starts held back (Child.save).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from publishing.models import Child, Edition, FormerAddress, Item, Publishable, Withdrawal, audit_log
from publishing.models.former_addresses import against_address, former_address
from publishing.obstacles import Obstacle, Refused
from publishing.states import Correction, PublicationStatus, Release, State, WithdrawalKind
from publishing.status import status_of
from publishing.verbs import checks
from publishing.verbs.address_proposals import against_proposal, set_address
from publishing.verbs.execution import apply_state, lock_and_check, lock_row, raise_if_blocked, set_correction
from publishing.windows import FAR_FUTURE
from publishing.workflow import WorkflowAction


@transaction.atomic
def submit[P: Publishable](target: P, *, by: User) -> P:
    """Submit a draft for review, with the drafts that go with it."""
    row, now = lock_and_check(WorkflowAction.SUBMIT, target, by=by)
    drafts = [each for each in checks.cascading_children(row) if each.state == State.DRAFT]
    return apply_state(WorkflowAction.SUBMIT, row, drafts, by=by, now=now, state=State.IN_REVIEW)


@transaction.atomic
def return_for_changes[P: Publishable](target: P, *, by: User, reason: str) -> P:
    """Make a row that is not public, with its cascading children, a draft again."""
    row, now = lock_and_check(WorkflowAction.RETURN_FOR_CHANGES, target, by=by)
    raise_if_blocked(checks.of_the_reason(row, reason, _("Enter what needs to be changed.")))
    own: dict[str, Any] = {"publish_at": None}
    if isinstance(row, Child) and (row.release == Release.OWN_TIME or row.parent.state == State.APPROVED):
        own["release"] = Release.HELD_BACK
    rows = [each for each in checks.cascading_children(row) if each.state != State.DRAFT]
    return apply_state(
        WorkflowAction.RETURN_FOR_CHANGES, row, rows, by=by, now=now, reason=reason, state=State.DRAFT, **own
    )


@transaction.atomic
def approve[P: Publishable](target: P, *, by: User) -> P:
    """Approve the row with its cascading children as second person; do not publish."""
    row, now = lock_and_check(WorkflowAction.APPROVE, target, by=by)
    raise_if_blocked(checks.to_be_approved(row, by=by))
    own: dict[str, Any] = {}
    if isinstance(row, Child) and row.release == Release.WITH_PARENT and row.parent.was_ever_public(now):
        own["release"] = Release.HELD_BACK
    return apply_state(
        WorkflowAction.APPROVE,
        row,
        checks.cascading_children(row),
        by=by,
        now=now,
        state=State.APPROVED,
        **own,
    )


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
    """Schedule the row with its cascading children; approve it if needed.

    `correction` and `note` are asked of an edition that follows a public one, `slug` of the first one of a document.
    """
    row, now = lock_and_check(WorkflowAction.SCHEDULE, target, by=by)
    found = [*checks.of_the_time(row, at, now), *checks.to_become_public(row, at=at, now=now)]
    found += [*checks.of_the_correction(row, correction, note, at or now), *against_proposal(row, slug)]
    raise_if_blocked([*found, *checks.check_second_reviewer(checks.reviewed(row), by=by)])
    own: dict[str, Any] = {"publish_at": at} | ({"release": Release.OWN_TIME} if isinstance(row, Child) else {})
    set_correction(row, correction, note, at or now)
    set_address(row, slug, by=by)
    return apply_state(
        WorkflowAction.SCHEDULE,
        row,
        checks.cascading_children(row),
        by=by,
        now=now,
        state=State.APPROVED,
        **own,
    )


@transaction.atomic
def publish[P: Publishable](
    target: P, *, by: User, correction: str = Correction.NONE, note: str = "", slug: str = ""
) -> P:
    """Make the row public with its cascading children; approve it if needed.

    A child becomes public together with its parent. `correction` and `note` are asked of an edition that follows a
    public one, `slug` of the first one of a document.
    """
    row, now = lock_and_check(WorkflowAction.PUBLISH, target, by=by)
    found = checks.to_become_public(row, at=None, now=now)
    found += [*checks.of_the_correction(row, correction, note, now), *against_proposal(row, slug)]
    raise_if_blocked([*found, *checks.check_second_reviewer(checks.reviewed(row), by=by)])
    set_address(row, slug, by=by)
    return _make_public(WorkflowAction.PUBLISH, row, by=by, now=now, correction=correction, note=note)


@transaction.atomic
def force_publish[P: Publishable](
    target: P,
    *,
    by: User,
    reason: str,
    correction: str = Correction.NONE,
    note: str = "",
    slug: str = "",
) -> P:
    """Publish without second review, with a reason; it stays marked until confirmed."""
    row, now = lock_and_check(WorkflowAction.FORCE_PUBLISH, target, by=by)
    found = checks.to_become_public(row, at=None, now=now)
    found += [*checks.of_the_correction(row, correction, note, now), *against_proposal(row, slug)]
    found += checks.of_the_reason(row, reason, _("Enter why it cannot wait for a second review."))
    raise_if_blocked(found)
    set_address(row, slug, by=by)
    return _make_public(
        WorkflowAction.FORCE_PUBLISH, row, by=by, now=now, correction=correction, note=note, reason=reason
    )


@transaction.atomic
def hold_back_incomplete(target: Publishable, *, by: User) -> list[Child]:
    """Hold back and return the children of the row that are not ready to be public."""
    row: Publishable = lock_row(target)
    return [hold_back(child, by=by) for child in checks.incomplete_children(row)]


@transaction.atomic
def unschedule[P: Publishable](target: P, *, by: User) -> P:
    """Take the row off the schedule; it stays approved, and a child is held back."""
    row, now = lock_and_check(WorkflowAction.UNSCHEDULE, target, by=by)
    own: dict[str, Any] = {"publish_at": None} | ({"release": Release.HELD_BACK} if isinstance(row, Child) else {})
    return apply_state(WorkflowAction.UNSCHEDULE, row, by=by, now=now, **own)


@transaction.atomic
def hold_back[C: Child](child: C, *, by: User) -> C:
    """Hide a child and all below it until it is published, even if its parent is."""
    row, now = lock_and_check(WorkflowAction.HOLD_BACK, child, by=by)
    return apply_state(WorkflowAction.HOLD_BACK, row, by=by, now=now, release=Release.HELD_BACK, publish_at=None)


@transaction.atomic
def withdraw(target: Item, *, by: User, reason: str, explanation: Mapping[str, str]) -> Withdrawal:
    """Declare a row out of date: it stays, with the public explanation by language."""
    return _withdraw(
        WorkflowAction.WITHDRAW, WithdrawalKind.OUT_OF_DATE, target, by=by, reason=reason, explanation=explanation
    )


@transaction.atomic
def unpublish(target: Item, *, by: User, reason: str, explanation: Mapping[str, str]) -> Withdrawal:
    """Take a row published in error out of public; `explanation` is by language.

    What was declared out of date before stays so; `restore` ends both.
    """
    return _withdraw(
        WorkflowAction.UNPUBLISH, WithdrawalKind.IN_ERROR, target, by=by, reason=reason, explanation=explanation
    )


@transaction.atomic
def restore[P: Item](target: P, *, by: User, reason: str) -> P:
    """End the withdrawals that hold; they stay listed, as ended, in the corrections."""
    row, now = lock_and_check(WorkflowAction.RESTORE, target, by=by)
    found = checks.of_the_reason(row, reason, _("Enter the internal reason for reinstating it."))
    holding = Withdrawal.objects.holding(now).filter(public_id=row.public_id)
    if holding.filter(since=now).exists():
        found.append(Obstacle(row, _("It was withdrawn a moment ago. Wait a moment, then try again.")))
    raise_if_blocked(found)
    holding.update(until=now)
    after = status_of(row, now)
    audit_log.record(
        WorkflowAction.RESTORE,
        by=by,
        target=row,
        before=PublicationStatus.WITHDRAWN,
        after=after,
        reason=reason,
    )
    return row


@transaction.atomic
def confirm[P: Item](target: P, *, by: User) -> P:
    """Confirm, as the second person, unreviewed changes of the row and those below."""
    row, now = lock_and_check(WorkflowAction.CONFIRM, target, by=by)
    raise_if_blocked(checks.to_be_confirmed(row, by=by))
    rows = checks.with_approved_descendants(row)
    changed = audit_log.editors_since_review(each.public_id for each in rows)
    for each in rows:
        if each.public_id in changed:
            publication_status = status_of(each, now)
            audit_log.record(
                WorkflowAction.CONFIRM,
                by=by,
                target=each,
                before=publication_status,
                after=publication_status,
            )
    return row


@transaction.atomic
def mark_up_to_date[E: Edition](translation: E, *, by: User) -> E:
    """Say that the translation still holds, though what it translates was changed."""
    row, now = lock_and_check(WorkflowAction.MARK_UP_TO_DATE, translation, by=by)
    newer = row.newer_source(now)
    if newer is None:
        raise Refused([Obstacle(row, _("It is up to date: the source text has not changed."))])
    row.checked_against = newer
    row.save(update_fields=["checked_against"])
    audit_log.record(WorkflowAction.MARK_UP_TO_DATE, by=by, target=row, reason=str(newer))
    return row


@transaction.atomic
def mark_changes_merged[E: Edition](draft: E, *, by: User) -> E:
    """Record that the draft has the changes made to the public text since its start."""
    row, now = lock_and_check(WorkflowAction.MARK_CHANGES_MERGED, draft, by=by)
    base = row.newer_base(now) or row.newer_base(FAR_FUTURE)
    if base is None:
        raise Refused([Obstacle(row, _("The public text has not changed since this draft was started."))])
    row.based_on = base
    row.save(update_fields=["based_on"])
    audit_log.record(WorkflowAction.MARK_CHANGES_MERGED, by=by, target=row, reason=str(base))
    return row


@transaction.atomic
def change_slug[P: Item](target: P, *, by: User, slug: str) -> P:
    """Change the slug of a row that was public; redirect the old address for good."""
    stored, now = lock_and_check(WorkflowAction.CHANGE_SLUG, target, by=by)
    row: Any = stored
    old = row.slug
    if slug == old:
        raise Refused([Obstacle(row, _("This is already its web address."), "slug")])
    row.slug = slug
    raise_if_blocked(Obstacle(row, sentence, "slug") for sentence in against_address(row))
    try:
        with transaction.atomic():
            row.save(update_fields=["slug"])
            FormerAddress.objects.update_or_create(
                slug=old, public_id=row.public_id, **former_address(row), defaults={"until": now}
            )
    except IntegrityError as error:
        sentence = _("Another item uses one of these two web addresses now. Choose another, or try again.")
        raise Refused([Obstacle(row, sentence, "slug")]) from error
    audit_log.record(WorkflowAction.CHANGE_SLUG, by=by, target=row, reason=f"{old} → {slug}")
    return stored


def _withdraw(
    verb: WorkflowAction,
    kind: WithdrawalKind,
    target: Item,
    *,
    by: User,
    reason: str,
    explanation: Mapping[str, str],
) -> Withdrawal:
    row, now = lock_and_check(verb, target, by=by)
    found = checks.of_the_reason(row, reason, _("Enter the internal reason."))
    missing = [str(name) for code, name in settings.LANGUAGES if not explanation.get(code, "").strip()]
    if missing:
        sentence = _("Enter the public explanation in every language. Missing: %(languages)s.")
        found.append(Obstacle(row, sentence % {"languages": ", ".join(missing)}, "explanation"))
    raise_if_blocked(found)
    before = status_of(row, now)
    texts = {f"explanation_{language}": text for language, text in explanation.items()}
    withdrawal = Withdrawal.objects.create(
        public_id=row.public_id, kind=kind, since=now, reason=reason, withdrawn_by=by, **texts
    )
    audit_log.record(verb, by=by, target=row, before=before, after=PublicationStatus.WITHDRAWN, reason=reason)
    return withdrawal


def _make_public[P: Publishable](
    verb: WorkflowAction, row: P, *, by: User, now: datetime, correction: str, note: str, reason: str = ""
) -> P:
    own: dict[str, Any] = {"publish_at": now}
    if isinstance(row, Child):
        own = {"publish_at": None, "release": Release.WITH_PARENT}
    set_correction(row, correction, note, now)
    return apply_state(
        verb, row, checks.cascading_children(row), by=by, now=now, reason=reason, state=State.APPROVED, **own
    )


# By name, for the admin and the command line: the transition's `asks` lists the arguments of each.
BY_NAME: Final[dict[WorkflowAction, Callable[..., Any]]] = {
    WorkflowAction.SUBMIT: submit,
    WorkflowAction.RETURN_FOR_CHANGES: return_for_changes,
    WorkflowAction.APPROVE: approve,
    WorkflowAction.SCHEDULE: schedule,
    WorkflowAction.PUBLISH: publish,
    WorkflowAction.FORCE_PUBLISH: force_publish,
    WorkflowAction.UNSCHEDULE: unschedule,
    WorkflowAction.HOLD_BACK: hold_back,
    WorkflowAction.WITHDRAW: withdraw,
    WorkflowAction.UNPUBLISH: unpublish,
    WorkflowAction.RESTORE: restore,
    WorkflowAction.CONFIRM: confirm,
    WorkflowAction.MARK_UP_TO_DATE: mark_up_to_date,
    WorkflowAction.MARK_CHANGES_MERGED: mark_changes_merged,
    WorkflowAction.CHANGE_SLUG: change_slug,
}
