"""Forms about a tailored job and its content."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms import DateInput
from crm.models import User
from crm.stale import StaleGuardForm
from employers.models import JobComment, TailoredJob, Workplace
from employers.week import day_name, problems

#: Rows offered for accommodations and aids.
ROWS = 4
SHOWN = range(ROWS)
#: The rows of the page's groups.
TITLE_ROWS = (
    ("title",),
    ("kind",),
    ("workplace",),
    ("site_type",),
    ("hours", "minutes"),
    ("start_on",),
)
PAY_ROWS = (
    ("pay_form",),
    ("pay_amount", "pay_supplements"),
    ("agreement",),
    ("subsidies",),
)
SUPPORT_ROWS = (("guide",), ("support",), ("reminders",))
PAYERS = [
    ("employer", _("The employer pays")),
    ("county", _("The county pays")),
    ("state", _("Support for arranging working conditions")),
    ("nobody", _("Costs nothing")),
]


#: Terms that may wait, but without which a proposal is not sent.
AWAITED = ("kind", "workplace", "pay_form", "pay_amount", "guide", "support")


def _unmark(form: Any, *names: str) -> None:
    """Let fields not be called optional."""
    for name in names:
        form.fields[name].unmarked = True


def _choose_site(form: Any, employer: Any) -> None:
    field = cast("forms.ModelChoiceField[Workplace]", form.fields["workplace"])
    field.queryset = employer.workplaces.filter(closed_on__isnull=True)
    field.empty_label = _("Choose the workplace")


class JobForm(forms.ModelForm[TailoredJob]):
    """Begin a tailored job."""

    class Meta:
        model = TailoredJob
        fields = ("title", "workplace", "site_type", "origin")
        widgets = {"origin": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_site(self, self.instance.employer)
        sites = list(self.fields["workplace"].queryset[:2])  # type: ignore[attr-defined] # a model choice
        if len(sites) == 1:
            self.initial["workplace"] = sites[0]


class TermsForm(StaleGuardForm):
    """What a proposal says beside tasks and times."""

    class Meta:
        model = TailoredJob
        fields = (
            "title",
            "kind",
            "workplace",
            "site_type",
            "start_on",
            "pay_form",
            "pay_amount",
            "pay_supplements",
            "agreement",
            "guide",
            "support",
            "subsidies",
            "reminders",
        )
        widgets = {
            "guide": forms.TextInput(attrs={"list": "people"}),
            "start_on": DateInput,
            "support": forms.Textarea(attrs={"rows": 3}),
            "reminders": forms.Textarea(attrs={"rows": 3}),
        }

    hours = forms.IntegerField(label=_("Hours a week"), min_value=0, max_value=40)
    minutes = forms.IntegerField(
        label=_("and minutes"), min_value=0, max_value=59, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        job = self.instance
        _choose_site(self, job.employer)
        hours, minutes = divmod(job.week_minutes, 60)
        self.initial.update(hours=hours, minutes=minutes)
        rows = [*job.adjustments, *({} for _row in range(ROWS))][:ROWS]
        for n, row in enumerate(rows):
            self._add_row(n, row)
        _unmark(self, *AWAITED, "minutes", *(f"payer_{n}" for n in SHOWN))

    def values_now(self) -> dict[str, Any]:
        """Guard the model's own fields; the others are made of them."""
        return forms.model_to_dict(self.instance, list(self._meta.fields or ()))

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as the page groups them, two beside each other in a row."""
        plan = (
            (_("The job"), TITLE_ROWS),
            (_("Pay"), PAY_ROWS),
            (_("Support"), SUPPORT_ROWS),
            (
                _("Accommodations and aids"),
                [(f"what_{n}", f"payer_{n}") for n in SHOWN],
            ),
        )
        return [
            {"title": title, "rows": [[self[name] for name in row] for row in rows]}
            for title, rows in plan
        ]

    def _add_row(self, n: int, row: dict[str, str]) -> None:
        what = forms.CharField(
            label=_("Aid %(n)d") % {"n": n + 1},
            max_length=120,
            required=False,
            initial=row.get("what", ""),
        )
        payer = forms.ChoiceField(
            label=_("Who pays"),
            choices=PAYERS,
            required=False,
            initial=row.get("payer", "employer"),
        )
        self.fields[f"what_{n}"], self.fields[f"payer_{n}"] = what, payer

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's own
        data, job = self.cleaned_data, self.instance
        job.week_minutes = data["hours"] * 60 + (data["minutes"] or 0)
        if job.pay_form == TailoredJob.PayForm.UNPAID:
            job.pay_amount = job.pay_supplements = None
        job.adjustments = [
            {"what": data[f"what_{n}"], "payer": data[f"payer_{n}"]}
            for n in range(ROWS)
            if data[f"what_{n}"]
        ]
        return super().save(commit)


class WeekForm(forms.Form):
    """Working times of the week: up to two shifts a day."""

    def __init__(self, *args: Any, shifts: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shifts: list[dict[str, Any]] = []
        for day in range(7):
            there = [shift for shift in shifts if shift["weekday"] == day]
            for n in range(2):
                self._add(day, n, there[n] if n < len(there) else {})
        _unmark(self, *self.fields)

    def _add(self, day: int, n: int, shift: dict[str, Any]) -> None:
        for end, word in (("starts", _("Begins")), ("ends", _("Ends"))):
            label = str(word)
            self.fields[f"{end}_{day}_{n}"] = forms.TimeField(
                label=label,
                required=False,
                initial=shift.get(end),
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields day by day, as the page shows them."""
        return [
            {
                "label": day_name(day),
                "first": [self[f"{end}_{day}_0"] for end in ENDS],
                "second": [self[f"{end}_{day}_1"] for end in ENDS],
                "has_second": any(self[f"{end}_{day}_1"].value() for end in ENDS),
            }
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for day in range(7):
            for n in range(2):
                starts, ends = (data.get(f"{end}_{day}_{n}") for end in ENDS)
                self._take(day, n, starts, ends)
        for problem in problems(self.shifts):
            self.add_error(None, problem)
        return data

    def _take(self, day: int, n: int, starts: Any, ends: Any) -> None:
        if bool(starts) != bool(ends):
            missing = "ends" if starts else "starts"
            self.add_error(f"{missing}_{day}_{n}", _("Give both ends."))
        elif starts:
            self.shifts.append(
                {"weekday": day, "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
            )


ENDS = ("starts", "ends")


class CommentForm(forms.ModelForm[JobComment]):
    """The coach's answer about one part of the proposal."""

    class Meta:
        model = JobComment
        fields = ("part", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
