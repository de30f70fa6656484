"""Who is here already: every key fetched once, then asked row by row in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from crm.search import fold
from employers.duplicates import LIKELY, NAME_TOP, NameIndex, alike
from employers.importing.values import Cleaned, Places
from employers.models import ContactPerson, Employer, Workplace
from employers.names import name_key

CHUNK = 5000


class Match(NamedTuple):
    """An employer that a row is about, and how surely; None for a new one."""

    pk: int | None
    similarity: int
    via: str = ""


NOBODY = Match(None, 0)


class Known(NamedTuple):
    """What is kept in mind of an employer."""

    pk: int
    business_id: str
    name: str
    merged_into: int | None


class Seen:
    """The rows of the list so far, by Y-tunnus and by name and place."""

    def __init__(self) -> None:
        self.seen_ids: dict[str, int] = {}
        self.seen_names: dict[tuple[str, str], tuple[int, str]] = {}

    def double(self, number: int, row: Cleaned) -> int:
        """Return the earlier row of the list about the same employer, else 0."""
        business_id = row.values.get("business_id", "")
        key = (row.key, fold(row.place))
        if earlier := self.seen_ids.get(business_id):
            return earlier
        earlier, earlier_id = self.seen_names.get(key, (0, ""))
        if earlier and not (business_id and earlier_id and business_id != earlier_id):
            return earlier
        if business_id:
            self.seen_ids[business_id] = number
        self.seen_names.setdefault(key, (number, business_id))
        return 0


class Desk(Seen):
    """Asks the database about one row, as a colleague at the desk would."""

    def find(self, row: Cleaned) -> Match:
        """Return whom the row is about."""
        business_id = row.values.get("business_id", "")
        hits = alike(row.values["name"], row.place, business_id, at_least=LIKELY)
        for hit in hits:
            if hit.is_same or not (business_id and hit.employer.business_id):
                via = (
                    ""
                    if hit.employer.business_id == business_id
                    else row.values["name"]
                )
                return Match(
                    hit.employer.pk, hit.similarity, via if hit.is_same else ""
                )
        return NOBODY


class Register(Seen):
    """All employers, by Y-tunnus and by name and place."""

    def __init__(self, places: Places) -> None:
        self.by_id: dict[str, Known] = {}
        self.by_pk: dict[int, Known] = {}
        self.names: NameIndex[tuple[int, int]] = NameIndex()
        super().__init__()
        names = {m.pk: m.name_fi for m in places.by_name.values()}
        rows = Employer.objects.order_by("pk").values_list(
            "pk",
            "business_id",
            "name",
            "merged_into",
            "name_key",
            "other_names",
            "municipality",
            "place",
        )
        for pk, business_id, name, merged, key, others, town, place in rows.iterator():
            known = Known(pk, business_id, name, merged)
            self.by_pk[pk] = known
            if business_id and (merged is None or business_id not in self.by_id):
                self.by_id[business_id] = known
            self.names.add((pk, 0), key, names.get(town, place))
            for number, other in enumerate(filter(None, others.split(",")), 1):
                self.names.add((pk, number), name_key(other), names.get(town, place))

    def survivor(self, pk: int) -> int:
        """Return the employer that stands for this one now."""
        while (merged := self.by_pk[pk].merged_into) is not None:
            pk = merged
        return pk

    def find(self, row: Cleaned) -> Match:
        """Return whom the row is about."""
        business_id = row.values.get("business_id", "")
        if known := self.by_id.get(business_id):
            via = known.name if known.merged_into else ""
            return Match(self.survivor(known.pk), 100, via)
        for (pk, _n), score in self.names.alike(row.key, row.place, at_least=LIKELY):
            known = self.by_pk[self.survivor(pk)]
            if not (business_id and known.business_id):
                via = self.by_pk[pk].name if known.pk != pk else ""
                return Match(known.pk, score, via)
        return NOBODY


@dataclass
class Current:
    """An employer as it is now, with its places and people."""

    employer: Employer
    sites: list[Workplace] = field(default_factory=list)
    people: list[ContactPerson] = field(default_factory=list)


def fetch_current(pks: Iterable[int], *, lock: bool = False) -> dict[int, Current]:
    """Fetch many employers with what the comparison needs; ``lock`` before writing."""
    found: dict[int, Current] = {}
    wanted = sorted(set(pks))
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        employers = Employer.objects.filter(pk__in=chunk).order_by("pk")
        if lock:
            employers = employers.select_for_update()
        found |= {employer.pk: Current(employer) for employer in employers}
        sites = Workplace.objects.filter(employer__in=chunk).in_use().order_by("pk")
        for site in sites:
            found[site.employer_id].sites.append(site)
        people = ContactPerson.objects.filter(employer__in=chunk).present()
        for person in people.order_by("pk"):
            found[person.employer_id].people.append(person)
    return found


def is_certain(match: Match, row: Cleaned, current: Current) -> bool:
    """Whether the match needs nobody's decision: the same Y-tunnus, or all alike."""
    if match.similarity > NAME_TOP:
        return True
    employer = current.employer
    return match.similarity == NAME_TOP and not (
        row.values.get("business_id") or employer.business_id
    )
