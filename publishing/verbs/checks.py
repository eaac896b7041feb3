"""Finds the obstacles to a verb before anything is written: every reason at once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Model, prefetch_related_objects
from django.utils.text import get_text_list
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from publishing import clock
from publishing.languages import translated_fields
from publishing.models import Child, Document, Edition, Item, Publishable, Withdrawal
from publishing.models.audit_log import editors_since_review
from publishing.models.office import required_languages
from publishing.obstacles import Obstacle, SecondReviewerRequired, invalid_fields, merged
from publishing.states import Correction, PublicationStatus, Release, State, WithdrawalKind
from publishing.status import is_public, status_of
from publishing.workflow import TRANSITIONS, WorkflowAction

NAMED_OF_MANY: Final = 3
# A later time is probably a typing error, and near the year 9999 it cannot be converted to other zones.
FURTHEST: Final = timedelta(days=3653)
ONLY: Final[dict[str, Callable[[Model], bool]]] = {
    "": lambda _row: True,
    "child": lambda row: isinstance(row, Child),
    "edition": lambda row: isinstance(row, Edition),
    "addressed": lambda row: hasattr(row, "slug"),
}
OF_A_DOCUMENT: Final = (
    WorkflowAction.WITHDRAW,
    WorkflowAction.UNPUBLISH,
    WorkflowAction.RESTORE,
    WorkflowAction.CONFIRM,
    WorkflowAction.CHANGE_SLUG,
)


def obstacles(verb: WorkflowAction, target: Item, *, by: User) -> list[Obstacle]:
    """Return the obstacles to the verb that are known before its form is filled in."""
    now = clock.now()
    if found := not_possible(verb, target, by=by, now=now):
        return found
    if verb == WorkflowAction.CONFIRM:
        return to_be_confirmed(target, by=by)
    if isinstance(target, Document):
        return []
    match verb:
        case WorkflowAction.PUBLISH:
            found = to_become_public(target, at=None, now=now)
            return [*found, *check_second_reviewer(reviewed(target), by=by)]
        case WorkflowAction.FORCE_PUBLISH:
            return to_become_public(target, at=None, now=now)
        case WorkflowAction.APPROVE | WorkflowAction.SCHEDULE:  # what a scheduled row needs may be public by then
            return to_be_approved(target, by=by)
    return []


def incomplete_children(target: Publishable) -> list[Child]:
    """Return the topmost rows that go with the row and lack something themselves."""
    found = []
    for child in target.children():
        if child.release != Release.WITH_PARENT:
            continue
        found += [child] if incomplete([child]) else incomplete_children(child)
    return found


def may(verb: WorkflowAction, row: Model, by: User) -> bool:
    """Whether the person's role allows the verb for the model."""
    action = TRANSITIONS[verb].permission
    return by.has_perm(f"{row._meta.app_label}.{action}_{row._meta.model_name}")


def may_view(model: type[Model], user: User) -> bool:
    """Whether the account may view rows of the kind, by the admin's permissions."""
    app, kind = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{app}.{action}_{kind}") for action in ("view", "change"))


def applies(verb: WorkflowAction, row: Item, publication_status: PublicationStatus) -> bool:
    """Whether the table has the verb for the row, given its `publication_status`."""
    transition = TRANSITIONS[verb]
    if isinstance(row, Document) and verb not in OF_A_DOCUMENT:
        return False
    if not ONLY[transition.only](row):
        return False
    if isinstance(row, Child) and verb == WorkflowAction.HOLD_BACK and row.release == Release.HELD_BACK:
        return False
    if verb == WorkflowAction.UNPUBLISH and publication_status == PublicationStatus.WITHDRAWN:
        return not _is_unpublished(row)
    return publication_status in transition.source


def _is_unpublished(row: Item) -> bool:
    """Whether the row is withdrawn as published in error, not only as out of date."""
    in_error = Withdrawal.objects.holding(clock.now(), kind=WithdrawalKind.IN_ERROR)
    return in_error.filter(public_id=row.public_id).exists()


def not_possible(verb: WorkflowAction, row: Item, *, by: User, now: datetime) -> list[Obstacle]:
    """Return why the verb cannot be used on the row now, or not by this person."""
    found = []
    publication_status = status_of(row, now)
    if not applies(verb, row, publication_status):
        sentence = _("“%(verb)s” is not possible for “%(name)s”. Status: %(state)s.")
        values = {"verb": TRANSITIONS[verb].label, "name": row, "state": publication_status.label}
        found.append(Obstacle(row, sentence % values))
    if not may(verb, row, by):
        sentence = _("Your role does not allow “%(verb)s”. Ask an editor.")
        found.append(Obstacle(row, sentence % {"verb": TRANSITIONS[verb].label}))
    return found


def cascading_children(target: Publishable) -> Iterator[Child]:
    """Yield the rows below this one that are published with it, at any depth."""
    for child in target.children():
        if child.release == Release.WITH_PARENT:
            yield child
            yield from cascading_children(child)


def descendants(target: Publishable) -> Iterator[Child]:
    """Yield all descendants of the row, regardless of their release."""
    for relation in target.child_relations:
        children = list(getattr(target, relation).all())
        if children:
            prefetch_related_objects(children, *children[0].child_relations)
        for child in children:
            yield child
            yield from descendants(child)


def incomplete(rows: Iterable[Publishable]) -> list[Obstacle]:
    """Return what the rows themselves still lack, whenever they become public."""
    languages = required_languages()
    found: list[Obstacle] = []
    for row in rows:
        found += [*invalid_fields(row), *row.obstacles(), *_missing_texts(row, languages)]
    return merged(found)


def unpublished_dependencies(rows: Iterable[Publishable], at: datetime) -> list[Obstacle]:
    """Return obstacles: what the rows need to be public then, but would not be."""
    return merged(obstacle for row in rows for obstacle in row.obstacles_at(at))


def check_second_reviewer(rows: Sequence[Item], *, by: User) -> list[Obstacle]:
    """Return an obstacle if the person changed a row since its approval, else none."""
    return _own(rows, editors_since_review(row.public_id for row in rows), by)


def _own(rows: Sequence[Item], changed_by: Mapping[str, Collection[int | None]], by: User) -> list[Obstacle]:
    own = [row for row in rows if by.pk in changed_by.get(row.public_id, ())]
    if not own:
        return []
    names = [_("“%(name)s”") % {"name": row} for row in own[:NAMED_OF_MANY]]
    if more := len(own) - len(names):
        names.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    sentence = _("You edited %(names)s, so someone else must approve it.")
    return [SecondReviewerRequired(own[0], sentence % {"names": get_text_list(names, _("and"))})]


def with_cascading_children(target: Publishable) -> list[Publishable]:
    """Return the row and all that goes with it."""
    return [target, *cascading_children(target)]


def reviewed(target: Publishable) -> list[Item]:
    """Return the row with its children, or with the document that it makes public."""
    if isinstance(target, Edition) and not target.document.was_ever_public():
        return [target, target.document]
    return [*with_cascading_children(target)]


def with_approved_descendants(target: Item) -> list[Item]:
    """Return the row and its approved descendants; drafts are not confirmed with it."""
    if isinstance(target, Document):
        return [target]
    return [target, *(row for row in descendants(target) if row.state == State.APPROVED)]


def to_be_approved(target: Publishable, *, by: User) -> list[Obstacle]:
    """Return every reason against the person approving the row and its children."""
    return [*incomplete(with_cascading_children(target)), *check_second_reviewer(reviewed(target), by=by)]


def to_become_public(target: Publishable, *, at: datetime | None, now: datetime) -> list[Obstacle]:
    """Return every reason against the row and its children being public at the time.

    Whether the person may review it is checked by `check_second_reviewer`.
    """
    rows = with_cascading_children(target)
    moment = at or _when(target, now)
    found = [*incomplete(rows), *unpublished_dependencies(rows, moment)]
    owner = target.document if isinstance(target, Edition) else getattr(target, "parent", None)
    if owner and status_of(owner, now) == PublicationStatus.WITHDRAWN and not is_public(owner, now):
        sentence = _("It belongs to “%(name)s”, which is withdrawn: reinstate that first.")
        found.append(Obstacle(owner, sentence % {"name": owner}))
    if isinstance(target, Edition) and target.shares_its_second(at or now):
        sentence = _("Another version in this language becomes public at the same time.")
        found.append(Obstacle(target, sentence, "at" if at else ""))
    if isinstance(target, Edition) and target.newer_base(moment):
        sentence = _("This draft is based on an outdated version: add the changes made to the public text first.")
        found.append(Obstacle(target, sentence))
    if isinstance(target, Child) and at and not target.parent.was_ever_public(at):
        sentence = _("It belongs to “%(parent)s”, which would not be public at that time.")
        found.append(Obstacle(target.parent, sentence % {"parent": target.parent}))
    return found


def to_be_confirmed(target: Item, *, by: User) -> list[Obstacle]:
    """Return why the person cannot confirm, as the second one, changes of the row."""
    rows = with_approved_descendants(target)
    changed_by = editors_since_review(row.public_id for row in rows)
    if not changed_by:
        return [Obstacle(target, _("It does not need a second review."))]
    return _own(rows, changed_by, by)


def of_the_time(target: Publishable, at: datetime | None, now: datetime) -> list[Obstacle]:
    """Return what is wrong with the time at which the row is to become public."""
    if at is None:
        return [Obstacle(target, _("Enter when it goes live."), "at")]
    if at <= now:
        sentence = _("The time of publication has passed. Choose a later one, or publish now.")
        return [Obstacle(target, sentence, "at")]
    if at > now + FURTHEST:
        return [Obstacle(target, _("The time of publication is too far off. Choose one within ten years."), "at")]
    return []


def of_the_correction(target: Publishable, correction: str, note: str, moment: datetime) -> list[Obstacle]:
    """Return what is missing of the correction if the edition follows another."""
    if not isinstance(target, Edition) or target.predecessor(moment) is None:
        return []
    if correction not in (Correction.MINOR, Correction.MAJOR):
        return [Obstacle(target, _("Choose whether the correction is minor or major."), "correction")]
    if correction == Correction.MAJOR and not note.strip():
        sentence = _("A major correction needs a correction note: write it.")
        return [Obstacle(target, sentence, "correction_note")]
    return []


def of_the_reason(target: Model, reason: str, sentence: str) -> list[Obstacle]:
    """Return the sentence where no reason was written down."""
    return [] if reason.strip() else [Obstacle(target, sentence, "reason")]


def _missing_texts(row: Any, languages: Sequence[str]) -> Iterator[Obstacle]:
    for field in wanted_texts(row):
        values = {tag: getattr(row, build_localized_fieldname(field, tag), "-") for tag in languages}
        missing = [tag for tag, value in values.items() if not value]
        if not missing:
            continue
        text = row._meta.get_field(field).verbose_name
        if len(missing) == len(languages):
            sentence = _("“%(name)s” has no text in the field “%(field)s”.") % {"name": row, "field": text}
            yield Obstacle(row, sentence, field)
            continue
        names = [str(get_language_info(tag)["name_translated"]) for tag in missing]
        sentence = _("“%(name)s”: the field “%(field)s” is empty in %(languages)s.")
        values = {"name": row, "field": text, "languages": get_text_list(names, _("and"))}
        yield Obstacle(row, sentence % values, build_localized_fieldname(field, missing[0]))


def wanted_texts(row: Any) -> list[str]:
    """Return the fields that have a column per language and must not be empty."""
    essential = getattr(row, "essential_texts", ())
    translated = translated_fields(type(row))
    return [name for name in translated if name in essential or not row._meta.get_field(name).blank]


def _when(target: Publishable, now: datetime) -> datetime:
    """Return when the row becomes public if published now; a child awaits its parent."""
    while isinstance(target, Child):
        target = target.parent
    return max(now, target.publish_at or now) if target.pk else now
