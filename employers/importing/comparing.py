"""What a row would change in an employer that is here already."""

from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz

from crm.search import fold, searchable
from employers.importing.matching import Current
from employers.importing.values import Places
from employers.models import ContactPerson, Employer, Workplace

#: Field of a row → attribute of the record.
EMPLOYER = {
    "name": "name",
    "other_names": "other_names",
    "business_id": "business_id",
    "trade": "trade",
    "industry_code": "industry_code",
    "website": "website",
    "notes": "notes",
}
SITE = {
    "workplace": "name",
    "street": "street",
    "postal_code": "postal_code",
    "post_office": "post_office",
    "bus_stop": "bus_stop",
    "travel_notes": "travel_notes",
}
PERSON = {
    "person": "name",
    "role": "role",
    "phone": "phone",
    "email": "email",
    "language": "language",
}
#: Two street addresses this alike are the same one.
STREET_ALIKE = 88

#: A difference: the field, the old value, the new one.
type Difference = tuple[str, str, str]


class Comparer:
    """Compares rows with records; knows the municipalities and coaches by key."""

    def __init__(self, places: Places, coaches: dict[int, str]) -> None:
        self.places = places
        self.towns = {m.pk: m.name_fi for m in places.by_name.values()}
        self.coaches = coaches

    def differences(self, values: dict[str, str], current: Current) -> list[Difference]:
        """Return what the row says otherwise than the records."""
        found = [
            *self._of_employer(values, current.employer),
            *_of_site(values, site_for(values, current)),
            *_of_person(values, person_for(values, current)),
        ]
        return [item for item in found if fold(item[1]) != fold(item[2])]

    def _of_employer(
        self, values: dict[str, str], employer: Employer
    ) -> Iterator[Difference]:
        for target, attribute in EMPLOYER.items():
            if target in values:
                yield target, getattr(employer, attribute), values[target]
        old = self.towns.get(employer.municipality_id or 0, employer.place)
        if new := values.get("municipality", values.get("place")):
            yield "municipality", old, new
        if "coach" in values:
            yield "coach", self.coaches.get(employer.coach_id or 0, ""), values["coach"]


def site_for(values: dict[str, str], current: Current) -> Workplace | None:
    """Return the workplace that the row means, None for a new one."""
    name, street = fold(values.get("workplace", "")), fold(values.get("street", ""))
    for site in current.sites:
        if name and fold(site.name) == name:
            return site
        if street and fuzz.ratio(fold(site.street), street) >= STREET_ALIKE:
            return site
    only = current.sites[0] if len(current.sites) == 1 else None
    return only if only and not (street and only.street) else None


def person_for(values: dict[str, str], current: Current) -> ContactPerson | None:
    """Return the person that the row means, None for a new one."""
    name = fold(values.get("person", ""))
    for person in current.people:
        same = (
            fold(person.name) == name,
            bool(person.phone) and person.phone == values.get("phone"),
            bool(person.email) and person.email == values.get("email"),
        )
        if any(same):
            return person
    return None


def _of_site(values: dict[str, str], site: Workplace | None) -> Iterator[Difference]:
    for target, attribute in SITE.items():
        if target in values:
            yield target, getattr(site, attribute, ""), values[target]


def _of_person(
    values: dict[str, str], person: ContactPerson | None
) -> Iterator[Difference]:
    if "person" not in values:
        return
    for target, attribute in PERSON.items():
        if target in values:
            yield target, getattr(person, attribute, ""), values[target]


def search_text(values: dict[str, Any], towns: tuple[str, str], site_town: str) -> str:
    """Return what a new employer is found by, as ``Employer.reindex`` would."""
    business_id = values.get("business_id", "")
    return searchable(
        [
            values["name"],
            values.get("other_names", ""),
            business_id,
            business_id.replace("-", ""),
            values.get("trade", ""),
            *towns,
            values.get("place", ""),
            values.get("person", ""),
            values.get("workplace", ""),
            values.get("street", ""),
            values.get("post_office", ""),
            site_town,
        ]
    )
