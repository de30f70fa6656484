"""What publishing a tailored job as an example asks: the consent, and the words."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.doubts import DoubtsForm
from crm.forms import DateInput
from employers.models import JobExample, TailoredJob

#: Parts of the page, each with its fields.
GROUPS = (
    (_("The employer's consent"), ("allowed_by", "allowed_on", "until")),
    (_("In Finnish"), ("title_fi", "text_fi")),
    (_("In Swedish"), ("title_sv", "text_sv")),
    (_("In English"), ("title_en", "text_en")),
)


class ExampleForm(DoubtsForm, forms.ModelForm[JobExample]):
    """Who allowed it and until when, and how the job is told of without names."""

    class Meta:
        model = JobExample
        fields = ("allowed_by", "allowed_on", "until", *JobExample.TEXTS)
        widgets = {
            "allowed_on": DateInput,
            "until": DateInput,
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in JobExample.TEXTS
                if name.startswith("text")
            },
        }
        help_texts = {
            "title_fi": _("For instance “Leipomon apukädet”."),
            "text_fi": _("The tasks in a sentence, and what changed at the workplace."),
            "title_sv": _("Without it the Swedish site does not show the example."),
            "title_en": _("Without it the English site does not show the example."),
        }

    def __init__(self, *args: Any, job: TailoredJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["allowed_by"]
        people.queryset = job.employer.people.present()  # type: ignore[attr-defined] # a model choice
        self.initial = {
            "allowed_on": timezone.localdate(),
            "until": in_a_year(timezone.localdate()),
        } | self._written(job)

    def _written(self, job: TailoredJob) -> dict[str, Any]:
        """Begin with the words of the last consent, if there was one."""
        last = job.example()
        if last is None:
            return {}
        return {name: getattr(last, name) for name in JobExample.TEXTS}

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as the page groups them."""
        return [
            {"title": title, "fields": [self[name] for name in names]}
            for title, names in GROUPS
        ]

    def answers(self) -> dict[str, Any]:
        """Return what the job's verb takes."""
        data = self.cleaned_data
        consent = {name: data[name] for name in ("allowed_by", "allowed_on", "until")}
        return {"texts": {name: data[name] for name in JobExample.TEXTS}, **consent}


def in_a_year(day: date) -> date:
    """Return the same day next year, the last of February if there is none such."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=day.day - 1)
