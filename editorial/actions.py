"""The verbs in the admin: which are offered, and the form of each."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.action_messages import consequences, label_of, result
from editorial.edition_fields import fields_of_an_edition
from editorial.fields import MomentField
from editorial.joint_publication import (
    PUBLISHED_TOO,
    beside_field,
    first_texts_beside,
    moment_of_publication,
    omissions_field,
    publishable,
    rows_read_before,
    selected,
)
from editorial.status import in_full, time_of_day
from publishing import clock, verbs
from publishing.languages import LANGUAGES
from publishing.models import Child, Document, Edition, Publishable
from publishing.models.audit_log import REVIEW_ACTIONS, editors_since_review, latest_entry_id
from publishing.obstacles import Obstacle, Refused
from publishing.states import PublicationStatus
from publishing.status import status_of
from publishing.verbs import checks
from publishing.verbs.address_proposals import against_proposal
from publishing.verbs.joint_publication import use_together
from publishing.verbs.locking import lock
from publishing.verbs.missing_texts import missing_texts
from publishing.verbs.omissions import Omission, omissions
from publishing.verbs.text_warnings import digest_of, warnings_before
from publishing.windows import FAR_FUTURE
from publishing.workflow import MAKES_PUBLIC, TABLE, TRANSITIONS, WorkflowAction

# Offered on the page of another verb that lacks nothing but a second reviewer.
BEHIND_ANOTHER: Final = (WorkflowAction.FORCE_PUBLISH,)
SHOWS_OMISSIONS: Final = (*MAKES_PUBLIC, WorkflowAction.SUBMIT, WorkflowAction.APPROVE)
WARNINGS_READ: Final = "warnings_read"
SAVES_FIRST: Final = (WorkflowAction.SUBMIT, WorkflowAction.PUBLISH)


class VerbForm(forms.Form):
    """The form with the arguments of a verb for the target, or for rows of a list."""

    def __init__(
        self,
        data: Any = None,
        *,
        verb: WorkflowAction,
        by: User,
        target: Any = None,
        rows: Sequence[Any] = (),
    ) -> None:
        super().__init__(data, label_suffix="")
        self.verb = verb
        self.by = by
        self.target = target
        for name in TRANSITIONS[verb].asks:
            self.fields |= dict(_fields(name, verb, target))
        if verb in MAKES_PUBLIC and (texts := first_texts_beside(target)):
            self.fields["together"] = beside_field(texts)
        self.omissions = self._omissions([target] if target else rows)
        self.missing_texts = missing_texts(self._stored([target] if target else rows))
        if offers := publishable(self.omissions) if verb in MAKES_PUBLIC else []:
            self.fields[PUBLISHED_TOO] = omissions_field(offers)
        self.warnings = warnings_before(verb, rows_read_before(target, rows, offers))
        if self.warnings:
            self.fields[WARNINGS_READ] = _confirmation(digest_of(self.warnings))

    @property
    def label(self) -> str:
        return label_of(self.verb, self.target)

    @property
    def button(self) -> str:
        """The label of the button that continues."""
        return _("Check the time") if "at" in self.fields else self.label

    def consequences(self) -> list[str]:
        return consequences(self.verb, self.target)

    def seen(self) -> str:
        """Return a number that changes with what is reviewed; empty for other verbs."""
        if self.verb not in REVIEW_ACTIONS:
            return ""
        beside = [text.public_id for text in first_texts_beside(self.target)]
        shown = [public_id for each in self.omissions for public_id in watched(each.target)]
        return str(latest_entry_id([*watched(self.target), *beside, *shown]))

    def echo(self) -> str:
        """Return the time that was typed as it was understood, for the editor to confirm."""
        if "at" not in self.fields:
            return ""
        at = self.cleaned_data["at"]
        utc = at.astimezone(UTC)
        return _("%(time)s (%(zone)s), that is %(utc)s UTC") % {
            "time": in_full(at),
            "zone": timezone.get_current_timezone_name(),
            "utc": f"{date_format(utc, 'DATE_FORMAT')}, {time_of_day(utc)}",
        }

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= clock.now():
            sentence = _("%(time)s has passed. Choose a later time, or publish now.")
            raise forms.ValidationError(sentence, params={"time": in_full(at)})
        return at

    def clean_address(self) -> str:
        slug: str = self.cleaned_data["address"]
        found = against_proposal(self.target, slug)
        if found:
            raise forms.ValidationError([str(each.sentence) for each in found])
        return slug

    def clean_published_too(self) -> list[str]:
        chosen: list[str] = self.cleaned_data[PUBLISHED_TOO]
        if self.target:
            selected(publishable(self.omissions), chosen)
        return chosen

    def carry_out(self, row: Any = None) -> Any:
        """Use the verb on the row or target, and on what is chosen; raises Refused."""
        asked = self._asked()
        together, chosen = asked.pop("together", []), asked.pop(PUBLISHED_TOO, [])
        with transaction.atomic():
            lock(row or self.target, *(each.target for each in self.omissions))
            for text in first_texts_beside(self.target):
                if str(text.pk) in together:
                    verbs.BY_NAME[self.verb](text, by=self.by, **asked)
            if not chosen:
                return verbs.BY_NAME[self.verb](row or self.target, by=self.by, **asked)
            omitted = self.omissions if self.target else self._omissions([row])
            too = [each for each in omitted if each.target.public_id in chosen]
            return use_together(self.verb, row or self.target, too, by=self.by, **asked)

    def result(self) -> str:
        """Return a sentence with the result."""
        fresh = type(self.target)._default_manager.get(pk=self.target.pk)
        if isinstance(fresh, Publishable) and TRANSITIONS[self.verb].target not in (None, PublicationStatus.WITHDRAWN):
            return result(fresh)
        return _("“%(name)s”: %(done)s.") % {"name": fresh, "done": self.verb.label}

    def take_in(self, refusal: Refused) -> list[Obstacle]:
        """Show obstacles at the fields that they are about; return the others."""
        elsewhere = []
        for obstacle in refusal.obstacles:
            field = next((name for name in self.fields if name.startswith(obstacle.field)), "")
            if obstacle.field and field and obstacle.target == self.target:
                self.add_error(field, str(obstacle))
            else:
                elsewhere.append(obstacle)
        return elsewhere

    def _stored(self, targets: Sequence[Any]) -> list[Any]:
        """Return the stored rows if the verb shows omissions and missing texts first."""
        return [row for row in targets if row.pk] if self.verb in SHOWS_OMISSIONS else []

    def _omissions(self, targets: Sequence[Any]) -> list[Omission]:
        return omissions(self._stored(targets), verb=self.verb, by=self.by, at=moment_of_publication(self.data))

    def _asked(self) -> dict[str, Any]:
        given = dict(self.cleaned_data) if self.fields else {}
        given.pop(WARNINGS_READ, None)
        languages = [code for code in LANGUAGES if f"explanation_{code}" in given]
        if languages:
            given["explanation"] = {code: given.pop(f"explanation_{code}") for code in languages}
        if "address" in given:
            given["slug"] = given.pop("address")
        if "correction_note" in given:
            given["note"] = given.pop("correction_note")
        return given


def offered(target: Any, by: User, among: Collection[WorkflowAction] = tuple(WorkflowAction)) -> list[WorkflowAction]:
    """Return the verbs that status and role allow, in the order of the table.

    `among` names those to ask about: some take queries.
    """
    now = clock.now()
    publication_status = status_of(target, now) if target.pk else PublicationStatus.DRAFT
    return [
        row.verb
        for row in TABLE
        if row.verb in among
        and row.verb not in BEHIND_ANOTHER
        and checks.applies(row.verb, target, publication_status)
        and checks.may(row.verb, target, by)
        and (target.pk is None or _makes_sense(row.verb, target, publication_status, now))
    ]


def for_lists(model: type[Any]) -> list[WorkflowAction]:
    """Return the verbs that can be used on many rows of the kind at once."""
    row = model()
    return [
        each.verb
        for each in TABLE
        if each.verb not in BEHIND_ANOTHER
        and "slug" not in each.asks
        and any(checks.applies(each.verb, row, publication_status) for publication_status in PublicationStatus)
    ]


def _makes_sense(verb: WorkflowAction, target: Any, publication_status: PublicationStatus, now: datetime) -> bool:
    match verb:
        case WorkflowAction.PUBLISH if isinstance(target, Child) and not target.parent.was_ever_public(now):
            return publication_status in (PublicationStatus.HELD_BACK, PublicationStatus.SCHEDULED)
        case WorkflowAction.CONFIRM:
            return bool(editors_since_review(_ids(target)))
        case WorkflowAction.MARK_UP_TO_DATE:
            return target.newer_source(now) is not None
        case WorkflowAction.MARK_CHANGES_MERGED:
            return target.newer_base(FAR_FUTURE) is not None
    return True


def watched(target: Any) -> list[str]:
    """Return the permanent ids of all rows that are reviewed together with the row."""
    vouched = checks.reviewed(target) if isinstance(target, Publishable) else []
    return [*_ids(target), *(row.public_id for row in vouched)]


def _ids(target: Any) -> list[str]:
    rows = checks.with_approved_descendants(target) if isinstance(target, (Publishable, Document)) else []
    return [row.public_id for row in rows]


def _fields(name: str, verb: WorkflowAction, target: Any) -> Iterator[tuple[str, forms.Field]]:
    match name:
        case "reason":
            yield name, _reason(verb)
        case "at":
            yield name, MomentField()
        case "explanation":
            for code, language in settings.LANGUAGES:
                yield (
                    f"explanation_{code}",
                    forms.CharField(
                        label=_("Public explanation in %(language)s") % {"language": language},
                        widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                    ),
                )
        case "slug":
            yield name, _address(target)
        case "correction" | "address" if isinstance(target, Edition):
            yield from fields_of_an_edition(name, target)


def _confirmation(digest: str) -> forms.Field:
    """Return the box to tick below the warnings; its value changes with them."""
    return forms.MultipleChoiceField(
        label=_("Warnings"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(digest, _("I have read these warnings; the text is to be published as it is."))],
        error_messages={
            "required": _("Read the warnings, then select this box or correct the text."),
            "invalid_choice": _("The warnings have changed since you opened this page. Read them again."),
        },
    )


def _reason(verb: WorkflowAction) -> forms.Field:
    label = _("Changes needed") if verb == WorkflowAction.RETURN_FOR_CHANGES else _("Reason")
    return forms.CharField(
        label=label,
        help_text=_("For internal use. Not shown on the site."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _address(target: Any) -> forms.Field:
    return forms.CharField(
        label=_("New web address"),
        help_text=target._meta.get_field("slug").help_text,
        initial=target.slug,
        max_length=80,
        validators=[validate_slug],
    )
