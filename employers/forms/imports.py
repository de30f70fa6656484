"""What an import asks: the file, what its columns are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm.models import User
from employers.importing.columns import ASSIGNING, TARGETS
from employers.importing.reading import MAX_BYTES
from employers.importing.uploading import choose_sheet, upload
from employers.models import Import


class UploadForm(forms.Form):
    """A list of employers as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("The file is too big: at most 10 MB."), code="size")
        self.run = upload(file.name or "", file.read(), self.user)
        return file


class SheetForm(forms.Form):
    """Which sheet of the workbook."""

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.fields["sheet"] = forms.ChoiceField(
            label=_("Sheet"),
            choices=[(name, name) for name in run.sheets],
            initial=run.sheet,
        )

    def take(self) -> None:
        """Read the chosen sheet, if it can be read."""
        try:
            choose_sheet(self.run, self.cleaned_data["sheet"])
        except ValidationError as problem:
            self.add_error("sheet", problem)


class MapForm(forms.Form):
    """What each column is."""

    def __init__(self, *args: Any, run: Import, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        choices = [("", _("Leave out")), *grouped(user)]
        for column, heading in enumerate(run.headings):
            self.fields[f"c{column}"] = forms.ChoiceField(
                label=heading or _("Column %d") % (column + 1),
                choices=choices,
                initial=run.mapping.get(str(column), ""),
                required=False,
            )

    @property
    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Return each column with samples of what it holds."""
        return [
            (field, samples)
            for field, samples in zip(self, self.run.sample, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        targets = [target for target in cleaned.values() if target]
        doubles = {target for target in targets if targets.count(target) > 1}
        for name, target in cleaned.copy().items():
            if target in doubles:
                self.add_error(
                    name,
                    _("Two columns cannot both be “%(field)s”.")
                    % {"field": TARGETS[target].label},
                )
        if "name" not in targets:
            self.add_error(None, _("Choose the column with the employer's name."))
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """Return column → field for the columns that are not left out."""
        return {
            name.removeprefix("c"): target
            for name, target in self.cleaned_data.items()
            if target
        }


def grouped(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields a column can be, by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in TARGETS.values():
        if target.name != ASSIGNING or user.has_perm("crm.assign_work"):
            group = groups.setdefault(str(target.group), [])
            group.append((target.name, str(target.label)))
    return list(groups.items())
