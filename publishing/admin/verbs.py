"""What an editor may do to a state, each verb as the form that asks for what it needs to know."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import verbs
from publishing.admin.states import in_full, standing
from publishing.models import Child, Document, Edition, Publishable, Withdrawal
from publishing.obstacles import Obstacle
from publishing.states import Release, WithdrawalKind


class VerbForm(forms.Form):
    """One verb on one row: whether it is offered, what stands in its way, and carrying it out."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    comment: ClassVar[str | Promise]
    saves_first: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, target: Any) -> None:
        super().__init__(data, label_suffix="")
        self.target = target

    @classmethod
    def offered(cls, target: Model) -> bool:
        """Whether the verb makes sense for the row as it stands."""
        raise NotImplementedError

    @property
    def button(self) -> str:
        """What the button says that goes on."""
        return str(self.label)

    def explanation(self) -> list[str]:
        """Say in sentences what will happen."""
        raise NotImplementedError

    def obstacles(self) -> list[Obstacle]:
        """Return what stands in the way before anything is asked."""
        return []

    def echo(self) -> str:
        """Return what was typed as it was understood, for the editor to confirm; nothing where that is plain."""
        return ""

    def carry_out(self, *, by: User) -> str:
        """Do it, and return a sentence that says what came of it. Raises Refused."""
        raise NotImplementedError


class Publish(VerbForm):
    """Public from now on; a child together with what it belongs to."""

    name = "publish"
    label = gettext_lazy("Publish now")
    comment = gettext_lazy("Published.")
    saves_first = True

    @classmethod
    def offered(cls, target: Model) -> bool:
        if not isinstance(target, Publishable):
            return False
        return not target.was_public() or _is_held_back(target)

    def explanation(self) -> list[str]:
        if isinstance(self.target, Child) and not self.target.parent.was_public():
            first = _("It becomes public together with “%(parent)s”.") % {"parent": self.target.parent}
        else:
            first = _("Everybody can see it from this moment on.")
        return [first, *self._consequences()]

    def obstacles(self) -> list[Obstacle]:
        return verbs.obstacles_to_publish(self.target)

    def moment(self) -> datetime | None:
        """Return from when on it shall be public; None means now, or with the parent."""
        return None

    def carry_out(self, *, by: User) -> str:
        verbs.publish(self.target, by=by, at=self.moment())
        return " ".join([_what_it_is_now(self.target), *self._company()])

    def _consequences(self) -> list[str]:
        if isinstance(self.target, Edition):
            return [_("From then on its words stay as they are; a correction is a new edition.")]
        return self._company()

    def _company(self) -> list[str]:
        company = in_numbers(verbs.going_with(self.target))
        return [_("Together with it: %(company)s.") % {"company": company}] if company else []


class PublishAt(Publish):
    """Public from a moment on that the editor names in the office's time."""

    name = "publish-at"
    label = gettext_lazy("Publish at a time")
    comment = gettext_lazy("Time of publication set.")

    at = forms.SplitDateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
        ),
    )

    def __init__(self, data: Any = None, *, target: Any) -> None:
        super().__init__(data, target=target)
        zone = timezone.get_current_timezone_name()
        self.fields["at"].help_text = _("In the time zone of the office, %(zone)s.") % {"zone": zone}

    @property
    def button(self) -> str:
        return _("Check this time")

    def explanation(self) -> list[str]:
        first = _("Nobody sees it before; from that second on everybody does.")
        if isinstance(self.target, Child) and not self.target.parent.was_public():
            first = _("Nobody sees it before that second, nor before “%(parent)s” is public.")
            first %= {"parent": self.target.parent}
        return [first, *self._consequences()]

    def moment(self) -> datetime | None:
        at: datetime = self.cleaned_data["at"]
        return at

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(
                _("%(time)s has passed. Choose a later time, or publish now."), params={"time": in_full(at)}
            )
        if _taken(self.target, at):
            raise forms.ValidationError(
                _("Another edition in this language becomes public at the same second.")
            )
        return at

    def echo(self) -> str:
        at = self.cleaned_data["at"]
        utc = at.astimezone(UTC)
        return _("%(time)s (%(zone)s), that is %(utc)s UTC") % {
            "time": in_full(at),
            "zone": timezone.get_current_timezone_name(),
            "utc": f"{date_format(utc, 'DATE_FORMAT')}, {date_format(utc, 'H:i')}",
        }


class HoldBack(VerbForm):
    """Not public, whatever becomes of its parent, until it is published."""

    name = "hold-back"
    label = gettext_lazy("Hold back")
    comment = gettext_lazy("Held back.")

    @classmethod
    def offered(cls, target: Model) -> bool:
        return isinstance(target, Child) and not _is_held_back(target)

    def explanation(self) -> list[str]:
        return [
            _("Readers do not see it, even when “%(parent)s” is public.") % {"parent": self.target.parent}
        ]

    def carry_out(self, *, by: User) -> str:
        verbs.hold_back(self.target, by=by)
        return _("“%(name)s” is held back.") % {"name": self.target}


class Withdraw(VerbForm):
    """Declared out of date, or taken out of public because it was published in error."""

    name = "withdraw"
    label = gettext_lazy("Withdraw")
    comment = gettext_lazy("Withdrawn.")

    kind = forms.ChoiceField(
        label=gettext_lazy("Why"),
        widget=forms.RadioSelect,
        choices=[
            (WithdrawalKind.OUT_OF_DATE, gettext_lazy("Out of date: it stays readable, under a notice.")),
            (WithdrawalKind.IN_ERROR, gettext_lazy("Published in error: readers see only the explanation.")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For the desk only."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, target: Any) -> None:
        super().__init__(data, target=target)
        for code, language in settings.LANGUAGES:
            self.fields[f"explanation_{code}"] = forms.CharField(
                label=_("What readers are told, in %(language)s") % {"language": language},
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @classmethod
    def offered(cls, target: Model) -> bool:
        if not isinstance(target, (Publishable, Document)) or not target.was_public():
            return False
        return not Withdrawal.objects.holding(timezone.now()).filter(public_id=target.public_id).exists()

    def explanation(self) -> list[str]:
        return [_("Withdrawing is not deleting: its address keeps answering, and says why.")]

    def carry_out(self, *, by: User) -> str:
        verbs.withdraw(
            self.target,
            by=by,
            kind=WithdrawalKind(self.cleaned_data["kind"]),
            reason=self.cleaned_data["reason"],
            explanation={
                code: self.cleaned_data[f"explanation_{code}"] for code, _language in settings.LANGUAGES
            },
        )
        return _("“%(name)s” is withdrawn.") % {"name": self.target}


VERBS: dict[str, type[VerbForm]] = {verb.name: verb for verb in (Publish, PublishAt, HoldBack, Withdraw)}


def offered_verbs(target: Model) -> list[type[VerbForm]]:
    """Return the verbs that make sense for the row as it stands, in their order."""
    return [verb for verb in VERBS.values() if verb.offered(target)]


def in_numbers(rows: Any) -> str:
    """Say how many of each kind there are: "2 sessions and 3 outcomes"."""
    counted = Counter(type(row) for row in rows)
    kinds = [
        f"{count} {kind._meta.verbose_name if count == 1 else kind._meta.verbose_name_plural}"
        for kind, count in counted.items()
    ]
    return get_text_list(kinds, _("and")) if kinds else ""


def _what_it_is_now(target: Publishable) -> str:
    now = standing(
        type(target)._default_manager.get(pk=target.pk)
    )  # what the target was read with is out of date
    if now.key == "scheduled" and target.publish_at:
        sentence = _("“%(name)s” becomes public on %(time)s.")
        return sentence % {"name": target, "time": in_full(target.publish_at)}
    if now.key == "public":
        sentence = _("“%(name)s” is public since %(time)s.")
        return sentence % {"name": target, "time": in_full(target.publish_at or timezone.now())}
    return _("“%(name)s” is approved: %(state)s.") % {"name": target, "state": now.words}


def _taken(target: Any, at: datetime) -> bool:
    """Whether another edition in the same language becomes public at that very moment."""
    if not issubclass(type(target), Edition):
        return False
    same = type(target)._default_manager.filter(document=target.document, language=target.language)
    return bool(same.filter(publish_at=at).exclude(pk=target.pk).exists())


def _is_held_back(target: Model) -> bool:
    return isinstance(target, Child) and target.release == Release.HELD_BACK
