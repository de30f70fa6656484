"""A candidate's facts and work profile; every free text is read before it is kept."""

from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.doubts import DoubtsForm
from crm.forms import DateInput
from crm.models import User
from crm.stale import StaleGuardForm
from placements.models import Candidate, LegalBasis

#: A plan is reviewed after a year unless another day is given.
PLAN_REVIEW = timedelta(days=365)
#: Tags of one sort, and letters of one tag.
TAGS, LETTERS = 12, 40
#: Hours of a full week.
FULL_WEEK = 40
#: A working life ahead, in years.
WORKING_LIFE = 50


class TagsField(forms.CharField):
    """Short words, divided by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        tags = list(dict.fromkeys(t.strip() for t in text.split(",") if t.strip()))
        if len(tags) > TAGS:
            many = ngettext("At most %(count)d.", "At most %(count)d.", TAGS)
            raise ValidationError(many % {"count": TAGS})
        if any(len(tag) > LETTERS for tag in tags):
            raise ValidationError(_("Use short words, divided by commas."))
        return tags


class NewCandidateForm(DoubtsForm, forms.ModelForm[Candidate]):
    """Begin with somebody: no name, the system gives the code."""

    class Meta:
        model = Candidate
        fields: ClassVar = ("municipality", "referral", "goal", "goal_words", "coach")
        widgets: ClassVar = {"goal": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.has_perm("placements.assign_candidate"):
            field = cast("forms.ModelChoiceField[User]", self.fields["coach"])
            field.queryset = User.objects.assignable()
            field.required = True
        else:
            del self.fields["coach"]
            self.instance.coach = user

    def create(self) -> Any:
        """Save the candidate and return the log entry of its beginning."""
        candidate = self.save(commit=False)
        return candidate.begin(by=self.user)


class FactsForm(DoubtsForm, StaleGuardForm):
    """Goal, decision, income and plan: only codes and days."""

    class Meta:
        model = Candidate
        fields: ClassVar = (
            "municipality",
            "referral",
            "goal",
            "goal_words",
            "legal_basis",
            "decision_until",
            "plan_reviewed_on",
            "plan_review_due_on",
            "income",
            "housing",
            "benefits_discussed_on",
            "jobseeker_since",
            "turns_65_in",
        )
        widgets: ClassVar = {
            "goal": forms.RadioSelect,
            "decision_until": DateInput,
            "plan_reviewed_on": DateInput,
            "plan_review_due_on": DateInput,
            "benefits_discussed_on": DateInput,
            "jobseeker_since": DateInput,
        }
        help_texts: ClassVar = {
            "goal_words": gettext_lazy("What work, when, what not. No names."),
            "decision_until": gettext_lazy("Empty: until further notice."),
            "plan_review_due_on": gettext_lazy("Empty: a year after the review."),
            "turns_65_in": gettext_lazy(
                "As a rule the year one turns 65. Only the year, never a birthday."
            ),
        }

    ROWS: ClassVar = (
        (
            gettext_lazy("What the person wants"),
            ("goal", "goal_words", "municipality", "referral"),
        ),
        (
            gettext_lazy("Decision and plan"),
            (
                "legal_basis",
                "decision_until",
                "plan_reviewed_on",
                "plan_review_due_on",
            ),
        ),
        (
            gettext_lazy("Income and benefits"),
            (
                "income",
                "housing",
                "benefits_discussed_on",
                "jobseeker_since",
                "turns_65_in",
            ),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[LegalBasis]", self.fields["legal_basis"])
        present = LegalBasis.objects.filter(pk=self.instance.legal_basis_id)
        field.queryset = LegalBasis.objects.valid_on() | present

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as the page groups them."""
        return grouped(self, self.ROWS)

    def clean_turns_65_in(self) -> int | None:
        year: int | None = self.cleaned_data["turns_65_in"]
        this = timezone.localdate().year
        if year and not this - 1 <= year <= this + WORKING_LIFE:
            raise ValidationError(_("Give a year that is still to come."))
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._clean_decision(data)
        self._clean_plan(data)
        today = timezone.localdate()
        for name in ("plan_reviewed_on", "benefits_discussed_on", "jobseeker_since"):
            day: date | None = data.get(name)
            if day and day > today:
                self.add_error(name, _("The day cannot be in the future."))
        return data

    def _clean_decision(self, data: dict[str, Any]) -> None:
        basis, until = data.get("legal_basis"), data.get("decision_until")
        if basis is None or basis.valid_to is None:
            return
        if until is None:
            data["decision_until"] = basis.valid_to
        elif until > basis.valid_to:
            text = _("A decision on this ground ends on %(day)s at the latest.")
            last = f"{basis.valid_to:%-d.%-m.%Y}"
            self.add_error("decision_until", text % {"day": last})

    def _clean_plan(self, data: dict[str, Any]) -> None:
        reviewed, due = data.get("plan_reviewed_on"), data.get("plan_review_due_on")
        if reviewed and due is None:
            data["plan_review_due_on"] = reviewed + PLAN_REVIEW
        elif reviewed and due and due <= reviewed:
            text = _("The next review must be later than the last one.")
            self.add_error("plan_review_due_on", text)


class ProfileForm(DoubtsForm, StaleGuardForm):
    """What work suits: tags, scales, hours, travel, support."""

    likes = TagsField(
        label=gettext_lazy("Tasks one likes"),
        help_text=gettext_lazy("Short words, divided by commas: folding, plants."),
        required=False,
    )
    dislikes = TagsField(
        label=gettext_lazy("Tasks one does not like"),
        help_text=gettext_lazy("Short words, divided by commas."),
        required=False,
    )
    times = forms.MultipleChoiceField(
        label=gettext_lazy("Times of day"),
        choices=Candidate.Time.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    travel_modes = forms.MultipleChoiceField(
        label=gettext_lazy("How one travels"),
        choices=Candidate.Travel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ready = forms.BooleanField(
        label=gettext_lazy("The profile is ready: we looked at it together today"),
        required=False,
    )

    class Meta:
        model = Candidate
        fields: ClassVar = (
            "likes",
            "dislikes",
            "strengths",
            "musts",
            "communication",
            "literacy",
            "load",
            "pace",
            "interaction",
            "noise",
            "hours_min",
            "hours_max",
            "times",
            "travel_modes",
            "travel_minutes",
            "support_level",
        )
        help_texts: ClassVar = {
            "musts": gettext_lazy("For example: no evening shifts."),
            "communication": gettext_lazy("For example: with pictures, one at a time."),
        }

    ROWS: ClassVar = (
        (
            gettext_lazy("Tasks"),
            ("likes", "dislikes", "strengths", "musts", "communication"),
        ),
        (
            gettext_lazy("What suits at most"),
            ("literacy", "load", "pace", "interaction", "noise"),
        ),
        (gettext_lazy("Hours"), ("hours_min", "hours_max", "times")),
        (gettext_lazy("Journey"), ("travel_modes", "travel_minutes")),
        (gettext_lazy("Support"), ("support_level", "ready")),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def values_now(self) -> dict[str, Any]:
        """Guard the model's own fields; the tick is made of today."""
        return forms.model_to_dict(self.instance, list(self._meta.fields or ()))

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as the page groups them."""
        return grouped(self, self.ROWS)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("hours_min", "hours_max"):
            if (data.get(name) or 0) > FULL_WEEK:
                self.add_error(name, _("A week has at most 40 working hours."))
        if data.get("ready") and not any(data.get(name) for name in self.ROWS[0][1]):
            self.add_error("ready", _("Write down first which tasks suit."))
        return data

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's own
        if self.cleaned_data["ready"]:
            self.instance.profile_ready_on = timezone.localdate()
            self.instance.profile_reviewer = self.user
        return super().save(commit)


def grouped(form: forms.BaseForm, plan: Any) -> list[dict[str, Any]]:
    """Return the fields of a form under the titles of the plan."""
    return [
        {"title": title, "fields": [form[name] for name in names]}
        for title, names in plan
    ]
