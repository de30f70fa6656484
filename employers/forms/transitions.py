"""What the employer's transitions, bans and next steps ask."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.chips import describe
from crm.forms import DateInput, TransitionForm
from crm.models import FollowUp, User
from crm.templatetags.crm import day as show_day
from employers.forms.texts import guard_texts
from employers.models import ContactBan, ContactPerson, Employer, Workplace
from employers.stages import days_to_plan, step_refusal
from employers.steps import in_months

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = FollowUp.Kind
OTHER_DAY = "other"
#: A step is planned at most so far ahead; beyond that it is nobody's plan.
FARTHEST = timedelta(days=2 * 366)


def shown_by(form: forms.BaseForm, name: str, reveal: str) -> None:
    """Show the field only when the choice that ``reveals`` it is taken."""
    form.fields[name].shown_by = reveal  # type: ignore[attr-defined]


class DatedForm(TransitionForm):
    """A transition of an employer: says how far back a day may lie."""

    on_label: "StrOrPromise" = _("On which day?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        today = timezone.localdate()
        field = self.fields["on"]
        field.label = self.on_label
        field.widget.attrs |= {"class": "short", "max": today.isoformat()}
        if not self.user.has_perm("crm.backdate_freely"):
            earliest = today - timedelta(days=settings.BACKDATE_DAYS)
            field.widget.attrs["min"] = earliest.isoformat()
            field.help_text = _(
                "At most %(days)d days back. A manager can record what is older."
            ) % {"days": settings.BACKDATE_DAYS}

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        today = timezone.localdate()
        if on and on > today:
            raise ValidationError(_("The day cannot be in the future."))
        earliest = today - timedelta(days=settings.BACKDATE_DAYS)
        if on and on < earliest and not self.user.has_perm("crm.backdate_freely"):
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s.")
                % {"first": show_day(earliest), "last": show_day(today)}
            )
        return on


class DeclineForm(DatedForm):
    """They said no: why, and whether to ask again."""

    on_label = _("When did the employer say no?")
    reason = forms.ChoiceField(
        label=_("Why not now?"),
        choices=Employer.Refusal.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a reason. It is needed when we ask again.")
        },
    )
    again = forms.ChoiceField(
        label=_("When do we ask again?"),
        choices=[
            ("3", _("In three months")),
            ("6", _("In half a year")),
            (OTHER_DAY, _("On another day")),
            ("none", _("We do not ask")),
        ],
        initial="3",
        widget=forms.RadioSelect,
        required=False,
    )
    revisit_on = forms.DateField(
        label=_("Ask again on"), widget=DateInput, required=False
    )
    field_order = ("on", "reason", "again", "revisit_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.months = {key: in_months(today, int(key)) for key in ("3", "6")}
        hints = {key: {"hint": show_day(day)} for key, day in self.months.items()}
        describe(self.fields["again"], **hints, **{OTHER_DAY: {"reveals": "other"}})
        shown_by(self, "revisit_on", "other")
        self.fields["revisit_on"].widget.attrs |= {
            "class": "short",
            "min": (today + timedelta(days=1)).isoformat(),
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        again = data.pop("again", "")
        chosen = data.get("revisit_on")
        if again == OTHER_DAY and not chosen and "revisit_on" not in self.errors:
            self.add_error("revisit_on", _("Choose the day to ask again."))
        if chosen and again == OTHER_DAY and chosen <= timezone.localdate():
            self.add_error("revisit_on", _("The day to ask again must be later."))
        if again != OTHER_DAY:
            data["revisit_on"] = self.months.get(again)
        return data


class RestForm(DatedForm):
    """Let the relationship rest: nothing is open, nothing is planned."""


class CeaseForm(DatedForm):
    """They no longer trade, and how we know it."""

    on_label = _("When did you find out?")
    note = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: the register says so, the sign is gone."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how you know that they have ceased.")},
    )


class LiftForm(DatedForm):
    """The employer itself has asked to be contacted again."""

    on_label = _("When did they ask?")
    note = forms.CharField(
        label=_("Who asked, and what did they say?"),
        help_text=_("Only the employer's own request lifts a ban."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Only the employer's own request lifts a ban.")},
    )


class ForbidForm(DatedForm):
    """The whole organisation forbids contact."""

    on_label = _("When did they ask?")
    note = forms.CharField(
        label=_("Who asked for it, and why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say who asked for it and why.")},
    )


class EmployerForm(forms.Form):
    """A form about one employer, filled in by one user."""

    def __init__(self, *args: Any, employer: Employer, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        guard_texts(self)
        self.employer = employer
        self.user = user


class BanForm(EmployerForm):
    """Who does not want to be contacted, how far it reaches, who asked and why."""

    scope = forms.ChoiceField(
        label=_("What does the ban cover?"),
        choices=ContactBan.Scope.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the ban is about.")},
    )
    workplace = forms.ModelChoiceField(
        label=_("Which workplace?"), queryset=Workplace.objects.none(), required=False
    )
    person = forms.ModelChoiceField(
        label=_("Which person?"), queryset=ContactPerson.objects.none(), required=False
    )
    channel = forms.ChoiceField(
        label=_("Which channel?"),
        choices=ContactBan.Channel.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=_("Who asked for it, and why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say who asked for it and why.")},
    )
    requested_on = forms.DateField(
        label=_("When did they ask?"), widget=DateInput, initial=timezone.localdate
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workplace"].queryset = self.employer.workplaces.in_use()  # type: ignore[attr-defined]
        self.fields["person"].queryset = self.employer.people.present()  # type: ignore[attr-defined]
        describe(
            self.fields["scope"],
            organisation={"icon": "ban", "tone": "berry"},
            workplace={"icon": "pin", "reveals": "scope"},
            person={"icon": "person", "reveals": "person"},
            channel={"icon": "phone", "reveals": "other"},
        )
        describe(
            self.fields["channel"],
            visit={"icon": "door"},
            phone={"icon": "phone"},
            email={"icon": "mail"},
        )
        shown_by(self, "workplace", "scope")
        shown_by(self, "person", "person")
        shown_by(self, "channel", "other")
        self.fields["requested_on"].widget.attrs |= {
            "class": "short",
            "max": timezone.localdate().isoformat(),
        }

    def clean_requested_on(self) -> date:
        on: date = self.cleaned_data["requested_on"]
        if on > timezone.localdate():
            raise ValidationError(_("The day cannot be in the future."))
        return on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        scope = data.get("scope")
        for target in ("workplace", "person", "channel"):
            if scope != target:
                data[target] = "" if target == "channel" else None
            elif not data.get(target):
                self.add_error(target, _("Choose what the ban is about."))
        if scope and not self.errors and self._stands(data):
            self.add_error("scope", _("This has been forbidden already."))
        return data

    def _stands(self, data: dict[str, Any]) -> bool:
        same = {
            name: data[name] for name in ("scope", "workplace", "person", "channel")
        }
        standing = self.employer.standing_bans()
        whole = standing.filter(scope=ContactBan.Scope.ORGANISATION)
        return whole.exists() or standing.filter(**same).exists()


class LiftBanForm(forms.Form):
    """A narrower ban ends at the employer's own request."""

    reason = forms.CharField(
        label=_("Who asked, and what did they say?"),
        help_text=_("Only the employer's own request lifts a ban."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Only the employer's own request lifts a ban.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class OpenWorkForm(EmployerForm):
    """How many people work here through us."""

    count = forms.IntegerField(
        label=_("How many people work here through us?"),
        min_value=0,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class PlanStepForm(EmployerForm):
    """The next step: what, when, and who does it."""

    KINDS = (Kind.CALL, Kind.VISIT, Kind.EMAIL, Kind.PERSON, Kind.CHECK, Kind.OTHER)

    kind = forms.ChoiceField(
        label=_("What next?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is done next.")},
    )
    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("For example: ask about the packing of boxes."),
        max_length=200,
        required=False,
    )
    when = forms.ChoiceField(
        label=_("When?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the day.")},
    )
    due_on = forms.DateField(label=_("Day"), widget=DateInput, required=False)
    assignee = forms.ModelChoiceField(
        label=_("Who does it?"), queryset=User.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        icons = {kind.value: {"icon": FollowUp.ICONS[kind]} for kind in self.KINDS}
        describe(self.fields["kind"], **icons)
        self.days = {d.day.isoformat(): d for d in days_to_plan()}
        choices = [(key, choice.label) for key, choice in self.days.items()]
        self.fields["when"].choices = [*choices, (OTHER_DAY, _("Another day"))]  # type: ignore[attr-defined]
        hints = {k: {"hint": show_day(choice.day)} for k, choice in self.days.items()}
        describe(self.fields["when"], **hints, **{OTHER_DAY: {"reveals": "other"}})
        shown_by(self, "due_on", "other")
        today = timezone.localdate()
        self.fields["due_on"].widget.attrs |= {
            "class": "short",
            "min": today.isoformat(),
            "max": (today + FARTHEST).isoformat(),
        }
        if self.user.has_perm("crm.assign_work"):
            self.fields["assignee"].queryset = User.objects.assignable()  # type: ignore[attr-defined]
            self.fields["assignee"].initial = self.employer.coach_id or self.user.pk
        else:
            del self.fields["assignee"]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        bans = self.employer.standing_bans().select_related("workplace", "person")
        if reason := step_refusal(self.employer, kind, bans):
            raise ValidationError(reason)
        return kind

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day and not today <= day <= today + FARTHEST:
            raise ValidationError(
                _("Choose today or a later day, at most two years on.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        when = data.get("when")
        if when in self.days:
            data["due_on"] = self.days[when].day
        elif (
            when == OTHER_DAY and not data.get("due_on") and "due_on" not in self.errors
        ):
            self.add_error("due_on", _("Choose the day."))
        if not data.get("text") and data.get("kind"):
            data["text"] = str(Kind(data["kind"]).label)
        data.setdefault("assignee", self.user)
        return data


class AssignForm(EmployerForm):
    """Who is responsible for the employer, and whether the open steps follow."""

    coach = forms.ModelChoiceField(
        label=_("Responsible coach"), queryset=User.objects.none()
    )
    steps = forms.BooleanField(
        label=_("The open steps of the previous coach go along"),
        initial=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = User.objects.assignable()  # type: ignore[attr-defined]
        self.fields["coach"].initial = self.employer.coach_id
