"""Follow-ups as people look at them: the list's filters, what one can do, the past."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.models import FollowUp, User
from crm.queue import stuck
from crm.templatetags.crm import day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from crm.dashboard import Line
    from crm.lifecycle import Option
    from crm.models import TransitionLog

#: Closed steps stay on the list for so long.
CLOSED_FOR = timedelta(days=30)
WHOSE: "dict[str, StrOrPromise]" = {
    "mine": _("Mine"),
    "offered": _("Offered to me"),
    "team": _("The team's"),
}
STATES: "dict[str, StrOrPromise]" = {
    "open": pgettext_lazy("follow-ups", "Open"),
    "late": pgettext_lazy("follow-ups", "Late"),
    "stuck": pgettext_lazy("follow-ups", "Stuck"),
    "closed": _("Closed within 30 days"),
}


class FollowUpFilter(forms.Form):
    """What the list is narrowed to; anything odd in the address falls back."""

    whose = forms.ChoiceField(
        choices=list(WHOSE.items()), required=False, widget=forms.HiddenInput
    )
    state = forms.ChoiceField(
        label=_("State"), choices=list(STATES.items()), required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All")), *FollowUp.Kind.choices],
        required=False,
    )
    who = forms.ModelChoiceField(
        label=_("Who"),
        queryset=User.objects.none(),
        empty_label=_("Everybody"),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.sees_team = user.has_perm("crm.view_team")
        if self.sees_team:
            field = cast("forms.ModelChoiceField[User]", self.fields["who"])
            field.queryset = User.objects.assignable()
        self.full_clean()
        if not self.sees_team or self.of_whom != "team":
            del self.fields["who"]

    def chosen(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name)

    @property
    def of_whom(self) -> str:
        whose = self.chosen("whose") or "mine"
        return "mine" if whose == "team" and not self.sees_team else whose

    @property
    def in_state(self) -> str:
        return self.chosen("state") or "open"

    @property
    def tabs(self) -> "list[tuple[str, StrOrPromise, bool]]":
        """The lists one may open, the present one marked."""
        return [
            (name, label, name == self.of_whom)
            for name, label in WHOSE.items()
            if name != "team" or self.sees_team
        ]

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) for name in ("state", "kind", "who"))

    def results(self) -> Any:
        """Return the follow-ups asked for, the first due first."""
        found = self._of_whom(FollowUp.objects.visible_to(self.user))
        found = self._in_state(found)
        if kind := self.chosen("kind"):
            found = found.filter(kind=kind)
        if (who := self.chosen("who")) and "who" in self.fields:
            found = found.filter(assignee=who)
        if self.in_state == "closed":
            return found.order_by("-state_since", "-pk")
        return found.order_by("due_on", "priority", "pk")

    def _of_whom(self, steps: Any) -> Any:
        if self.of_whom == "offered":
            return steps.filter(offered_to=self.user)
        return steps if self.of_whom == "team" else steps.carried_by(self.user)

    def _in_state(self, steps: Any) -> Any:
        today = timezone.localdate()
        if self.in_state == "late":
            return steps.late(today)
        if self.in_state == "stuck":
            return steps.filter(pk__in=stuck(today).values("pk"))
        if self.in_state == "closed":
            pending = [FollowUp.State.OPEN, FollowUp.State.SNOOZED]
            closed = steps.exclude(state__in=pending)
            return closed.filter(state_since__gte=today - CLOSED_FOR)
        return steps.pending()


# --- One follow-up ------------------------------------------------------------

ICONS = {
    "complete": "check",
    "snooze": "snooze",
    "cancel": "x",
    "hand_over": "swap",
    "wake": "refresh",
}
#: What stands beside the main buttons; the rest is behind "More".
MAIN = ("complete", "snooze")
#: So much of the past is shown.
PAST = 50


def actions_for(line: "Line", user: User) -> list[dict[str, Any]]:
    """Return the buttons of a follow-up for ``components/next.html``."""
    step = line.step
    if step is None or not step.is_pending:
        return []
    options = {
        option.name: _action(step, option, user) for option in step.options_for(user)
    }
    main = [options.pop(name) for name in MAIN if name in options]
    main[1:1] = list(_contact(line))
    if options:
        main.append(
            {"label": gettext("More"), "icon": "dots", "menu": list(options.values())}
        )
    return main


def _action(step: FollowUp, option: "Option", user: User) -> dict[str, Any]:
    url = reverse("follow-up-transition", args=[step.pk, option.name])
    action = {"label": option.label, "icon": ICONS[option.name], "tone": option.tone}
    if option.name == "hand_over" and not user.has_perm("crm.assign_work"):
        url = reverse("follow-up-offer", args=[step.pk])
        action["label"] = gettext("Offer to a colleague")
    return action | {"url": url}


def _contact(line: "Line") -> "Iterator[dict[str, Any]]":
    if line.log_url:
        url = f"{line.log_url}&next={line.url}"
        yield {"label": pgettext("verb", "Log"), "icon": "pen", "url": url}
    if number := line.reach.number:
        yield {
            "label": pgettext("verb", "Call"),
            "icon": "phone",
            "url": f"tel:{number}",
        }


def timeline_of(step: FollowUp) -> list[dict[str, Any]]:
    """Return what has happened to a follow-up, the latest first."""
    entries = step.history.standing().select_related("by")[:PAST]
    past = [_entry(entry) for entry in entries]
    return [
        *past,
        {
            "title": gettext("Planned"),
            "meta": _by(step.created_by, step.created_at),
            "icon": "plus",
            "tone": "lake",
        },
    ]


def _entry(entry: "TransitionLog") -> dict[str, Any]:
    state = FollowUp.State(entry.target)
    old = entry.before.get("due_on")
    was = (
        gettext("Was due %(day)s.") % {"day": day(date.fromisoformat(old))}
        if old
        else ""
    )
    return {
        "title": state.label,
        "text": " ".join(filter(None, [was, entry.note])),
        "meta": _by(entry.by, entry.at),
        "icon": ICONS.get(entry.name, "arrow"),
        "tone": FollowUp.looks[state][0],
    }


def _by(user: User | None, at: "datetime") -> str:
    who = str(user) if user else gettext("by itself")
    clock = time_format(timezone.localtime(at), "TIME_FORMAT")
    return f"{who} · {day(at)} {clock}"
