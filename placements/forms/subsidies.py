"""What the screens of a pay subsidy ask: its facts, its moves, other deadlines."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.doubts import DoubtsForm
from crm.forms import DateInput
from crm.models import NoFigureError, Parameter, User
from crm.stale import StaleGuardForm
from employers.forms.benefits import MOST_HOURS, AmountField
from employers.forms.transitions import shown_by
from employers.models import Employer, TailoredJob
from employers.money import cents
from employers.subsidy import CAPS
from placements.forms.moves import MoveForm
from placements.forms.records import not_ahead
from placements.models import Placement, SubsidyProcess
from placements.subsidy_rules import ONE_DAY, Timer, last_day

Refusal = SubsidyProcess.Refusal
PERCENTS = [(value, f"{value} %") for value in (50, 70, 100)]


def work_at(placement: Placement) -> str:
    """Say which work it is: the candidate is known already."""
    return f"{placement.get_kind_display()}, {placement.employer}"


class SubsidyForm(DoubtsForm, StaleGuardForm):
    """Ground, employer, pay and terms, and what is known of the jobseeking."""

    pay = AmountField(
        label=gettext_lazy("Gross pay a month, €"),
        help_text=gettext_lazy(
            "Without holiday bonus, overtime and results-based pay."
        ),
        required=False,
    )
    week_hours = AmountField(
        label=gettext_lazy("Hours a week"), max_value=MOST_HOURS, required=False
    )
    full_hours = AmountField(
        label=gettext_lazy("Full hours a week"), max_value=MOST_HOURS, required=False
    )

    class Meta:
        model = SubsidyProcess
        fields: ClassVar = (
            "ground",
            "employer",
            "job",
            "placement",
            "payer",
            "pay",
            "week_hours",
            "full_hours",
            "starts_on",
            "collective",
            "job_described",
            "mandate_ok",
            "jobseeker_since",
            "authority",
        )
        widgets: ClassVar = {
            "ground": forms.RadioSelect,
            "employer": forms.TextInput,  # drawn by components/combo.html
            "starts_on": DateInput,
            "jobseeker_since": DateInput,
        }
        help_texts: ClassVar = {
            "authority": gettext_lazy("The employment area or its office."),
            "job_described": gettext_lazy("Tasks and hours, as the employer needs."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidate = self.instance.candidate
        fields: dict[str, Any] = self.fields
        self.employers = Employer.objects.visible_to(user).current()
        fields["employer"].queryset = self.employers
        jobs = TailoredJob.objects.filter(matches__candidate=candidate).distinct()
        fields["job"].queryset = jobs.select_related("employer").order_by("-pk")
        placements = candidate.placements.standing().select_related("employer")
        fields["placement"].queryset = placements
        fields["placement"].label_from_instance = work_at
        for name in ("job", "placement"):
            fields[name].empty_label = _("None yet")
            if not fields[name].queryset.exists():
                del fields[name]
        fields["payer"].choices = [("", _("Not known")), *fields["payer"].choices[1:]]

    @property
    def picked(self) -> dict[str, str] | None:
        """What the card of the employer says, if one is chosen."""
        pk = str(self["employer"].value() or "")
        found = self.employers.filter(pk=pk).first() if pk.isdecimal() else None
        return {"title": found.name, "meta": found.where} if found else None

    def clean_jobseeker_since(self) -> date | None:
        return not_ahead(self.cleaned_data["jobseeker_since"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._clean_typed(data)
        work = data.get("placement") or data.get("job")
        if work and not data.get("employer"):
            data["employer"] = work.employer
        elif work and work.employer != data["employer"]:
            self.add_error("employer", _("The chosen work is at another employer."))
        return data

    def _clean_typed(self, data: dict[str, Any]) -> None:
        """Without the type-ahead: the employer that the words mean, if only one."""
        text = str(self.data.get("q", "")).strip()
        if not text or data.get("employer"):
            return
        found = list(self.employers.matching(text)[:2])
        if len(found) == 1:
            data["employer"] = found[0]
        else:
            self.add_error("employer", _("Choose the employer from the list."))


class DoctorForm(MoveForm):
    """When the doctor is seen; what the doctor writes stays outside."""

    on_label = gettext_lazy("When was the coach's statement done?")
    appointment_on = forms.DateField(
        label=gettext_lazy("Doctor's appointment"),
        help_text=gettext_lazy("Only the day. Empty while it is not booked."),
        widget=DateInput,
        required=False,
    )
    field_order = ("on", "appointment_on", "note")


class PlanForm(MoveForm):
    """When the person gave the B statement to the authority."""

    delivered_on = forms.DateField(
        label=gettext_lazy("The person gave the B statement to the authority on"),
        help_text=gettext_lazy("Only the day; the statement itself never comes here."),
        widget=DateInput,
        required=False,
    )
    field_order = ("delivered_on", "on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.record.is_reduced:
            del self.fields["delivered_on"]

    def clean_delivered_on(self) -> date | None:
        return not_ahead(self.cleaned_data["delivered_on"])


class SubmitForm(MoveForm):
    """When it was sent, and under which number."""

    on_label = gettext_lazy("When was it sent?")
    reference = forms.CharField(
        label=gettext_lazy("Reference"), max_length=60, required=False
    )
    field_order = ("on", "reference", "note")


class MoreInfoForm(MoveForm):
    """By when the authority wants its answer."""

    due_on = forms.DateField(label=gettext_lazy("Answer by"), widget=DateInput)
    field_order = ("due_on", "on", "note")


class DecisionForm(MoveForm):
    """How much, and until when."""

    on_label = gettext_lazy("When was it decided?")
    percent = forms.TypedChoiceField(
        label=gettext_lazy("Share of the pay"), choices=PERCENTS, coerce=int
    )
    cap = AmountField(label=gettext_lazy("At most a month, €"))
    granted_to = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput)
    field_order = ("on", "percent", "cap", "granted_from", "granted_to", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = self.record.ground
        figures = Parameter.objects.of_day(timezone.localdate())
        try:
            share = figures.value(f"subsidy-percent-{ground}")
            self.initial.setdefault("percent", int(share * 100))
            self.initial.setdefault("cap", cents(figures[CAPS[ground]].value))
        except NoFigureError:
            return  # nothing is offered that the law of the day does not say

    def offer_last(self, first: date | None, *, again: bool = False) -> None:
        """Offer the longest period that the law allows from a day on."""
        most = self.record.months_most(timezone.localdate(), again=again)
        if first and most:
            self.initial.setdefault("granted_to", last_day(first, most))


class GrantForm(DecisionForm):
    """The decision, and from when."""

    granted_from = forms.DateField(label=gettext_lazy("First day"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("granted_from", self.record.starts_on)
        self.offer_last(self.record.starts_on)


class GrantMoreForm(DecisionForm):
    """The decision on a continuation: it follows the present period."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.record.granted_to
        self.offer_last(last + ONE_DAY if last else None, again=True)


class RefuseForm(MoveForm):
    """Why it was refused; whose money has run out."""

    on_label = gettext_lazy("When was it decided?")
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=Refusal.choices, widget=forms.RadioSelect
    )
    refused_by = forms.CharField(
        label=gettext_lazy("Which area has no money left?"),
        max_length=80,
        required=False,
    )
    field_order = ("on", "reason", "refused_by", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choice_details = {Refusal.MONEY.value: {"reveals": "money"}}
        shown_by(self, "refused_by", "money")
        self.initial.setdefault("refused_by", self.record.authority)


class RefuseMoreForm(MoveForm):
    """Why there is no continuation."""

    on_label = gettext_lazy("When was it decided?")
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=Refusal.choices, widget=forms.RadioSelect
    )
    field_order = ("on", "reason", "note")


class WithdrawForm(MoveForm):
    """Why it goes no further."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=SubsidyProcess.Withdrawal.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "on", "note")


class SuspendForm(MoveForm):
    """From when there is no work and pay, and when it should go on."""

    stopped_on = forms.DateField(
        label=gettext_lazy("First day without work and pay"), widget=DateInput
    )
    expected_back_on = forms.DateField(
        label=gettext_lazy("When is the return expected?"), widget=DateInput
    )
    field_order = ("stopped_on", "expected_back_on", "on", "note")


class ExtendForm(MoveForm):
    """What 87 § asks for a continuation: certificate and accommodations."""

    on_label = gettext_lazy("When was it sent?")
    certificate_on = forms.DateField(
        label=gettext_lazy("Day of the doctor's new certificate"),
        help_text=gettext_lazy("Only the day; it is drawn up during this period."),
        widget=DateInput,
        required=False,
    )
    certificate_needless = forms.BooleanField(
        label=gettext_lazy("A certificate is plainly needless"), required=False
    )
    accommodated = forms.BooleanField(
        label=gettext_lazy(
            "The employer has made the accommodations that were recommended"
        ),
        required=False,
    )
    field_order = (
        "on",
        "certificate_on",
        "certificate_needless",
        "accommodated",
        "note",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.record.is_reduced:
            for name in ("certificate_on", "certificate_needless", "accommodated"):
                del self.fields[name]


MOVE_FORMS: dict[str, type[MoveForm]] = {
    "ask_doctor": DoctorForm,
    "note_plan": PlanForm,
    "submit": SubmitForm,
    "ask_more": MoreInfoForm,
    "grant": GrantForm,
    "refuse": RefuseForm,
    "withdraw": WithdrawForm,
    "suspend": SuspendForm,
    "extend": ExtendForm,
    "grant_more": GrantMoreForm,
    "refuse_more": RefuseMoreForm,
}


class TimerForm(forms.Form):
    """What else must be applied for in time, and what its time runs from."""

    timer = forms.ChoiceField(
        label=gettext_lazy("What has happened?"),
        choices=[
            (Timer.TRANSFER, gettext_lazy("The business was transferred")),
            (
                Timer.ARRANGEMENT,
                gettext_lazy("Something was bought or made for the workplace"),
            ),
            (Timer.HELP, gettext_lazy("Another worker helped for a period")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("For help: the last day of the period."),
        widget=DateInput,
        initial=timezone.localdate,
    )

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])
