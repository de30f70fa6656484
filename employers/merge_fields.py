"""Which values survive a merge: by default the survivor's, its empty ones filled."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from employers.models import Employer

if TYPE_CHECKING:
    from datetime import date

#: What a manager may choose, as the preview lists it.
CHOSEN = (
    "name",
    "business_id",
    "trade",
    "industry_code",
    "municipality",
    "place",
    "website",
    "notes",
    "other_service",
    "coach",
    "deputy",
    "contact_interval_days",
)
#: Texts that can be joined.
JOINED = ("notes",)
#: The longest list of other names that fits.
OTHER_NAMES = 300
SOURCE, TARGET, BOTH = "source", "target", "both"


@dataclass(frozen=True)
class Difference:
    """A field in which the two differ: both values in words, and what we would keep."""

    name: str
    label: str
    source: str
    target: str
    keep: str
    joins: bool


def differences(source: Employer, target: Employer) -> list[Difference]:
    """Return the fields that someone must decide on, in the order of the form."""
    return [
        Difference(
            name,
            _label(name),
            _shown(source, name),
            _shown(target, name),
            _default(target, name),
            name in JOINED and bool(getattr(target, name)),
        )
        for name in CHOSEN
        if _raw(source, name) and _raw(source, name) != _raw(target, name)
    ]


def _default(target: Employer, name: str) -> str:
    if not _raw(target, name):
        return SOURCE
    return BOTH if name in JOINED else TARGET


def _attname(name: str) -> str:
    return str(Employer._meta.get_field(name).attname)  # type: ignore[union-attr]


def _raw(employer: Employer, name: str) -> Any:
    return getattr(employer, _attname(name))


def _shown(employer: Employer, name: str) -> str:
    value = getattr(employer, name)
    if name == "industry_code":
        return f"{value} {employer.industry_name}".strip()
    return "" if value is None else str(value)


def _label(name: str) -> str:
    label = str(Employer._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def fill(
    source: Employer, target: Employer, choices: dict[str, str]
) -> dict[str, list[Any]]:
    """Give the survivor what survives and save it; return attname → [before, after].

    The tombstone is merged already, so its Y-tunnus is free to be taken.
    """
    values = {
        name: value
        for difference in differences(source, target)
        for name, value in _kept(source, target, difference, choices).items()
    }
    values |= _other_names(source, target, values)
    values |= _facts(source, target)
    before = {name: getattr(target, name) for name in values}
    changed = {name: v for name, v in values.items() if v != before[name]}
    for name, value in changed.items():
        setattr(target, name, value)
    target.save()
    return {name: [_plain(before[name]), _plain(v)] for name, v in changed.items()}


def _kept(
    source: Employer, target: Employer, difference: Difference, choices: dict[str, str]
) -> dict[str, Any]:
    name = difference.name
    choice = choices.get(name, difference.keep)
    if choice == BOTH and difference.joins:
        return {name: "\n".join([getattr(target, name), getattr(source, name)])}
    if choice != SOURCE:
        return {}
    values = {_attname(name): _raw(source, name)}
    if name == "business_id":
        values["no_business_id_reason"] = ""
    if name == "industry_code":
        values["industry_scheme"] = source.industry_scheme
    return values


def _other_names(
    source: Employer, target: Employer, values: dict[str, Any]
) -> dict[str, str]:
    """Keep every name that either was found by."""
    kept = values.get("name", target.name)
    known = [n.strip() for n in target.other_names.split(",") if n.strip()]
    theirs = [n.strip() for n in source.other_names.split(",") if n.strip()]
    for name in (source.name, target.name, *theirs):
        longer = ", ".join([*known, name])
        if name not in {kept, *known} and len(longer) <= OTHER_NAMES:
            known.append(name)
    return {"other_names": ", ".join(known)}


def _facts(source: Employer, target: Employer) -> dict[str, Any]:
    """Return what nobody chooses: work in progress, first days, register data."""
    facts: dict[str, Any] = {"open_work": source.open_work + target.open_work}
    for name in ("contacted_on", "engaged_on", "partner_on"):
        facts[name] = _earlier(getattr(source, name), getattr(target, name))
    if not target.register_data and source.register_data:
        facts["register_data"] = source.register_data
        facts["register_checked_at"] = source.register_checked_at
    return facts


def _earlier(one: "date | None", other: "date | None") -> "date | None":
    return min((day for day in (one, other) if day), default=None)


def _plain(value: Any) -> Any:
    """Return the value as JSON can keep it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def decided(difference: Difference) -> list[tuple[str, str]]:
    """Return the choices for a field: value → words."""
    choices = [
        (TARGET, difference.target or _("(empty)")),
        (SOURCE, difference.source),
    ]
    if difference.joins:
        choices.append((BOTH, _("Both, one after the other")))
    return choices
