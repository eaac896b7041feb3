"""The texts about each verb: its consequences beforehand, its result afterwards."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.status import in_full
from publishing import clock
from publishing.models import Child, Edition, Publishable
from publishing.obstacles import in_numbers
from publishing.states import PublicationStatus
from publishing.status import status_of
from publishing.verbs import checks
from publishing.workflow import MAKES_PUBLIC, TRANSITIONS, WorkflowAction

TAKES_ALONG: Final = (WorkflowAction.SUBMIT, WorkflowAction.RETURN_FOR_CHANGES, WorkflowAction.APPROVE, *MAKES_PUBLIC)
PLAIN: Final[dict[WorkflowAction, tuple[Promise, ...]]] = {
    WorkflowAction.SUBMIT: (gettext_lazy("It goes to the review queue. You can still edit it."),),
    WorkflowAction.RETURN_FOR_CHANGES: (
        gettext_lazy("It becomes a draft again. Your note is shown above its form and in its history."),
    ),
    WorkflowAction.APPROVE: (gettext_lazy("By approving, you confirm as second reviewer that it can be published."),),
    WorkflowAction.FORCE_PUBLISH: (
        gettext_lazy("It is marked “needs second review” until another editor confirms it."),
    ),
    WorkflowAction.UNSCHEDULE: (
        gettext_lazy("It stays approved and becomes public only when an editor publishes it."),
    ),
    WorkflowAction.WITHDRAW: (
        gettext_lazy("It stays public. Visitors see a notice with your explanation."),
        gettext_lazy("The page “Corrections” lists it."),
    ),
    WorkflowAction.UNPUBLISH: (
        gettext_lazy("It will no longer be public. At its web address visitors will see only your explanation."),
        gettext_lazy("Nothing is deleted, and you can reinstate it."),
        gettext_lazy("The page “Corrections” lists it."),
    ),
    WorkflowAction.RESTORE: (
        gettext_lazy("It will be public again, without a notice. The page “Corrections” still lists the withdrawal."),
    ),
    WorkflowAction.CONFIRM: (gettext_lazy("You confirm as second reviewer that the changes are correct."),),
    WorkflowAction.MARK_UP_TO_DATE: (
        gettext_lazy(
            "You confirm that this translation is up to date. Visitors no longer see the notice that it is outdated."
        ),
    ),
    WorkflowAction.MARK_CHANGES_MERGED: (
        gettext_lazy(
            "You confirm that this draft includes all changes made to the public text since the draft was started."
        ),
    ),
    WorkflowAction.CHANGE_SLUG: (gettext_lazy("The old web address will always redirect to the new one."),),
}


def label_of(verb: WorkflowAction, target: Any) -> str:
    """Return the label of the verb's button, which names a parent published with it."""
    if verb == WorkflowAction.PUBLISH and _waits_for_its_parent(target):
        return _("Publish together with: %(parent)s") % {"parent": _kind_of_parent(target)}
    return str(TRANSITIONS[verb].label)


def consequences(verb: WorkflowAction, target: Any) -> list[str]:
    """Say in sentences what will happen."""
    sentences = [str(sentence) for sentence in PLAIN.get(verb, ())]
    match verb:
        case WorkflowAction.APPROVE:
            sentences.append(_after_approval(target))
        case WorkflowAction.SCHEDULE:
            sentences += [_until_then(target), *_frozen(target)]
        case WorkflowAction.PUBLISH | WorkflowAction.FORCE_PUBLISH:
            sentences = [_from_now_on(target), *sentences, *_frozen(target)]
        case WorkflowAction.HOLD_BACK:
            sentence = _("Visitors do not see it, even when “%(parent)s” is public.")
            sentences.append(sentence % {"parent": target.parent})
    return [*sentences, *_children_in_numbers(target)] if verb in TAKES_ALONG else sentences


def result(target: Publishable) -> str:
    """Return a sentence with the new status of the row."""
    match status_of(target):
        case PublicationStatus.SCHEDULED if target.publish_at:
            sentence = _("“%(name)s” becomes public on %(time)s.")
            return sentence % {"name": target, "time": in_full(target.publish_at)}
        case PublicationStatus.PUBLIC:
            return _("“%(name)s” is public.") % {"name": target}
        case publication_status:
            return _("“%(name)s” is now: %(state)s.") % {"name": target, "state": publication_status.label}


def _children_in_numbers(target: Any) -> list[str]:
    """Say how many children, by kind, the verb takes along."""
    numbers = in_numbers(checks.cascading_children(target)) if isinstance(target, Publishable) else ""
    return [_("Together with it: %(company)s.") % {"company": numbers}] if numbers else []


def _frozen(target: Any) -> list[str]:
    if not isinstance(target, Edition):
        return []
    return [
        _("After that the text can no longer be changed. To correct it, create a new version."),
        *_brought_back(target),
    ]


def _brought_back(target: Edition) -> list[str]:
    """Warn of scheduled drafts of older texts, which would bring the old words back."""
    siblings = target.document.editions.filter(language=target.language, publish_at__gt=clock.now())
    sentence = _(
        "“%(name)s”, scheduled for %(time)s, is based on an older version and would undo this one. "
        "Add these changes to it first."
    )
    return [
        sentence % {"name": each, "time": in_full(each.publish_at)}
        for each in siblings.exclude(pk=target.pk)
        if each.publish_at
    ]


def _after_approval(target: Any) -> str:
    if not isinstance(target, Child):
        return _("It is not public yet: publish it now or schedule it.")
    if target.parent.was_ever_public():
        return _("It stays held back until you publish it.")
    return _("It becomes public together with “%(parent)s”, unless it is held back.") % {"parent": target.parent}


def _from_now_on(target: Any) -> str:
    if _waits_for_its_parent(target):
        return _("It becomes public together with “%(parent)s”.") % {"parent": target.parent}
    return _("It will be public immediately.")


def _until_then(target: Any) -> str:
    if _waits_for_its_parent(target):
        sentence = _("It goes live at that time, or when “%(parent)s” goes live if that is later.")
        return sentence % {"parent": target.parent}
    return _("It goes live automatically at that time.")


def _waits_for_its_parent(target: Any) -> bool:
    return isinstance(target, Child) and not target.parent.was_ever_public()


def _kind_of_parent(target: Any) -> str:
    return str(target._meta.get_field(target.parent_field).verbose_name)
