"""Employers as rows of a spreadsheet: what an export writes, which headings it has."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources

from crm.models import User
from employers.models import Employer, Workplace
from employers.phones import show_phone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from tablib import Dataset

#: Column → its heading. The import recognises the same headings in every language,
#: so an export that was corrected in a spreadsheet can be sent back.
HEADINGS: "dict[str, StrOrPromise]" = {
    "name": _("Employer"),
    "other_names": _("Other names"),
    "business_id": _("Y-tunnus"),
    "state": _("State"),
    "trade": _("What they do"),
    "industry_code": _("Industry code"),
    "industry": _("Industry"),
    "municipality": _("Municipality"),
    "coach": _("Responsible coach"),
    "next_step": _("Next step"),
    "next_step_on": _("Next step on"),
    "last_contact_on": _("Last contact"),
    "website": _("Website"),
    "workplace": _("Workplace"),
    "street": _("Street address"),
    "postal_code": _("Postal code"),
    "post_office": _("Post office"),
    "bus_stop": _("Bus stop or station"),
    "person": _("Contact person"),
    "role": _("Role"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "language": _("Language"),
    "notes": _("Notes"),
}
#: Columns that only those who may read contact persons get.
PERSONAL = frozenset({"person", "role", "phone", "email", "language"})


def dehydrated(name: str) -> fields.Field:
    """Return a column whose value a ``dehydrate_`` method gives."""
    return fields.Field(column_name=name)


class EmployerResource(resources.ModelResource):
    """Exactly the given employers, and no more than the user may see of them.

    ``EmployerResource(user).export(queryset)`` gives a dataset with headings in the
    active language; formulas are escaped by it.
    """

    state = dehydrated("state")
    industry = dehydrated("industry")
    municipality = dehydrated("municipality")
    coach = dehydrated("coach")
    workplace = dehydrated("workplace")
    street = dehydrated("street")
    postal_code = dehydrated("postal_code")
    post_office = dehydrated("post_office")
    bus_stop = dehydrated("bus_stop")
    person = dehydrated("person")
    role = dehydrated("role")
    phone = dehydrated("phone")
    email = dehydrated("email")
    language = dehydrated("language")

    class Meta:
        model = Employer
        fields = tuple(HEADINGS)
        export_order = tuple(HEADINGS)
        chunk_size = 1000

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user

    def get_queryset(self) -> Any:
        return Employer.objects.visible_to(self.user).current()

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """Bind to what the user may see, and fetch all that the columns need."""
        related: list[Any] = [
            models.Prefetch(
                "workplaces", Workplace.objects.visible_to(self.user).in_use()
            )
        ]
        if self.may_see_people:
            related.append("people")
        return (
            queryset.filter(pk__in=Employer.objects.visible_to(self.user).values("pk"))
            .select_related("municipality", "coach")
            .prefetch_related(*related)
        )

    @property
    def may_see_people(self) -> bool:
        return self.user.has_perm("employers.view_contactperson")

    def get_export_fields(self, selected_fields: Any = None) -> list[fields.Field]:
        columns: list[fields.Field] = super().get_export_fields(selected_fields)
        if self.may_see_people:
            return columns
        return [column for column in columns if column.column_name not in PERSONAL]

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        columns = self.get_export_fields(selected_fields)
        return [str(HEADINGS[column.column_name]) for column in columns]

    def export(self, queryset: Any = None, **kwargs: Any) -> "Dataset":
        """Return the rows; a text that a spreadsheet would run is made plain text."""
        data = super().export(queryset, **kwargs)
        return escaped(data)

    # --- columns ----------------------------------------------------------------

    def dehydrate_state(self, employer: Employer) -> str:
        return employer.get_state_display()

    def dehydrate_industry(self, employer: Employer) -> str:
        return employer.industry_name

    def dehydrate_municipality(self, employer: Employer) -> str:
        return employer.where

    def dehydrate_coach(self, employer: Employer) -> str:
        return employer.coach.email if employer.coach else ""

    def dehydrate_workplace(self, employer: Employer) -> str:
        return self._place(employer, "name")

    def dehydrate_street(self, employer: Employer) -> str:
        return self._place(employer, "street")

    def dehydrate_postal_code(self, employer: Employer) -> str:
        return self._place(employer, "postal_code")

    def dehydrate_post_office(self, employer: Employer) -> str:
        return self._place(employer, "post_office")

    def dehydrate_bus_stop(self, employer: Employer) -> str:
        return self._place(employer, "bus_stop")

    def dehydrate_person(self, employer: Employer) -> str:
        return self._person(employer, "name")

    def dehydrate_role(self, employer: Employer) -> str:
        return self._person(employer, "role")

    def dehydrate_phone(self, employer: Employer) -> str:
        return show_phone(self._person(employer, "phone"))

    def dehydrate_email(self, employer: Employer) -> str:
        return self._person(employer, "email")

    def dehydrate_language(self, employer: Employer) -> str:
        return self._person(employer, "language")

    def _place(self, employer: Employer, attribute: str) -> str:
        site = next(iter(employer.workplaces.all()), None)
        return str(getattr(site, attribute)) if site else ""

    def _person(self, employer: Employer, attribute: str) -> str:
        if not self.may_see_people:
            return ""
        present = (p for p in employer.people.all() if p.left_on is None)
        person = min(present, key=lambda p: (not p.decides, p.pk), default=None)
        return str(getattr(person, attribute)) if person else ""


#: A cell that begins with one of these is run by a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def escape(value: Any) -> Any:
    """Make a text that a spreadsheet would run plain text, by an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def escaped(data: "Dataset") -> "Dataset":
    """Return the dataset with every text made harmless."""
    for index, row in enumerate(data):
        data[index] = tuple(escape(cell) for cell in row)
    return data
