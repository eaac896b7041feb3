"""The rows that become public with another: its first texts, and omissions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editorial.admin_urls import FixLink, admin_url, fix_link
from editorial.fields import MomentField
from publishing import clock
from publishing.languages import language_name
from publishing.models import Edition, Item, Publishable
from publishing.obstacles import Obstacle, SecondReviewerRequired
from publishing.verbs import checks
from publishing.verbs.omissions import Omission, texts_to_publish, whole, within
from publishing.verbs.omissions import omissions as omissions_of
from publishing.windows import FAR_FUTURE
from publishing.workflow import MAKES_PUBLIC, WorkflowAction

PUBLISHED_TOO: Final = "published_too"


class SelectionField(forms.MultipleChoiceField):
    """Choices among which one that is gone counts as not selected."""

    def valid_value(self, value: str) -> bool:
        return True

    def clean(self, value: Any) -> list[str]:
        choices = {str(choice) for choice, _label in self.choices}  # type: ignore[misc,union-attr]
        return [each for each in super().clean(value) if each in choices]


def first_texts_beside(target: Item) -> list[Edition]:
    """Return the first texts in other languages that are not public yet either."""
    if not isinstance(target, Edition) or target.predecessor(FAR_FUTURE):
        return []
    others = target.document.editions.exclude(language=target.language).filter(publish_at=None)
    return [text for text in others if text.predecessor(FAR_FUTURE) is None]


def beside_field(texts: Sequence[Edition]) -> forms.Field:
    """Return the boxes for the texts in other languages."""
    return forms.MultipleChoiceField(
        label=_("Publish together"),
        help_text=_("Texts in other languages that become public at the same time."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(text.pk, f"{language_name(text.language)}: {text.title}") for text in texts],
    )


def publishable(omissions: Iterable[Omission]) -> list[Omission]:
    """Return the omissions that the account may publish in the same step."""
    return [each for each in omissions if not each.obstacles]


def omissions_field(omissions: Sequence[Omission]) -> forms.Field:
    """Return the boxes for the rows that the pages show and that are not public."""
    return SelectionField(
        label=_("Publish these too"),
        help_text=_("Visitors do not see what you leave out until it is published."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[each.target.public_id for each in omissions if each.is_preselected],
        choices=[(each.target.public_id, _label(each)) for each in omissions],
    )


def selected(omissions: Iterable[Omission], public_ids: Iterable[str]) -> list[Omission]:
    """Return the selected omissions; raises ValidationError if a required one is not."""
    omissions, chosen = list(omissions), set(public_ids)
    left_out = [each for each in omissions if each.is_required and each.target.public_id not in chosen]
    if left_out:
        sentence = _("“%(name)s” has to be public too: select it.")
        raise ValidationError([ValidationError(sentence, params={"name": each.target}) for each in left_out])
    return [each for each in omissions if each.target.public_id in chosen]


def rows_read_before(target: Item, rows: Sequence[Item], omissions: Iterable[Omission]) -> Iterator[Publishable]:
    """Yield all rows that may become public by a verb, also those to choose from."""
    for row in (target, *rows):
        yield from checks.with_cascading_children(row) if isinstance(row, Publishable) else []
    yield from first_texts_beside(target)
    for omission in omissions:
        for row in texts_to_publish(omission.target):
            yield from checks.with_cascading_children(row)


def moment_of_publication(data: Any) -> datetime:
    """Return the time that was typed; now while there is none."""
    field = MomentField()
    value = field.widget.value_from_datadict(data, {}, "at") if data else None
    try:
        at: datetime | None = field.clean(value) if value else None
    except ValidationError:
        at = None
    return at or clock.now()


def obstacles_of_selection(refused: Sequence[Obstacle], omissions: Iterable[Omission], row: Item) -> list[Obstacle]:
    """Return the obstacles left when everything that may be published too is.

    Returns all of them if more than the lack of a second person remains.
    """
    settled = {each.target for each in publishable(omissions)}
    own = {*whole(row)} if isinstance(row, Publishable) else {row}
    remaining = [each for each in refused if each.target in own or settled.isdisjoint(within(each.target))]
    return remaining if all(isinstance(each, SecondReviewerRequired) for each in remaining) else [*refused]


def _label(omission: Omission) -> SafeString:
    try:
        url = admin_url(omission.target)
    except NoReverseMatch:
        return format_html("{}", str(omission))
    return format_html('{} <a href="{}">{}</a>', str(omission), url, _("Open"))


def obstacles_before(verb: WorkflowAction, row: Item, *, by: User) -> list[Obstacle]:
    """Return the obstacles that publishing other rows with the row does not remove."""
    refused = checks.obstacles(verb, row, by=by)
    if not refused or verb not in MAKES_PUBLIC:
        return refused
    return obstacles_of_selection(refused, omissions_of([row], verb=verb, by=by, at=clock.now()), row)


@dataclass(frozen=True)
class Omitted:
    """An omission in the list: a link to its form, and why it is not published too."""

    line: FixLink
    obstacles: list[FixLink]


def omitted(form: Any, refused: Sequence[Obstacle] = ()) -> list[Omitted]:
    """Return the omissions that are only listed, as they cannot be selected."""
    named = {obstacle.target for obstacle in refused}
    listed_only = bool(refused) or form.verb not in MAKES_PUBLIC
    return [
        Omitted(fix_link(each), [fix_link(against) for against in each.obstacles])
        for each in form.omissions
        if each.obstacles or (listed_only and each.target not in named)
    ]
