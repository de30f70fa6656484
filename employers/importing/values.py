"""One row cleaned: each cell in the form in which we keep it, or what is wrong."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz, process
from stdnum.fi import hetu

from crm.models import Municipality, User
from crm.search import fold
from employers.business_ids import clean_business_id
from employers.industries import Scheme, section_of
from employers.models import ContactPerson, Employer, Workplace
from employers.names import name_key
from employers.phones import clean_phone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: A problem: the field, what kind it is, and a detail of it.
type Problem = tuple[str, str, str]

#: What keeps a row out, in the user's words. "%s" is the detail.
ERRORS: "dict[str, StrOrPromise]" = {
    "name_missing": gettext_lazy("The name is missing."),
    "business_id": gettext_lazy("The check digit of the Y-tunnus does not match."),
    "phone": gettext_lazy("This is not a phone number."),
    "email": gettext_lazy("This is not an e-mail address."),
    "website": gettext_lazy("This is not a web address."),
    "postal_code": gettext_lazy("A postal code has five digits."),
    "formula": gettext_lazy("There is a formula in the cell. Write what it gives."),
    "too_long": gettext_lazy("The text is too long: at most %s characters."),
    "coach": gettext_lazy("Nobody here has this e-mail address."),
    "secret": gettext_lazy(
        "There is a personal identity code. It must not be kept here: remove it from"
        " the list."
    ),
    "twice": gettext_lazy("The same employer is on row %s of the list already."),
    "matched_twice": gettext_lazy(
        "Another row of the list is about the same employer."
    ),
    "taken": gettext_lazy("Somebody has added this employer after the check."),
    "gone": gettext_lazy("The employer was removed or merged after the check."),
    "banned": gettext_lazy("The employer has since forbidden contact."),
}
#: What is only worth knowing.
NOTES: "dict[str, StrOrPromise]" = {
    "read_as": gettext_lazy("Read as %s."),
    "other_place": gettext_lazy("%s is none of our municipalities; kept as the place."),
    "industry": gettext_lazy("%s is no industry code; left out."),
    "language": gettext_lazy("%s is no language we know; Finnish was taken."),
    "merged": gettext_lazy("%s has been merged into this one."),
}
LANGUAGES = {
    "fi": "fi suomi finska finnish su",
    "sv": "sv ruotsi svenska swedish se ru",
    "en": "en englanti engelska english gb",
}
WORDS = {word: code for code, words in LANGUAGES.items() for word in words.split()}

MOBILE = re.compile(r"^(?:\+358|00358|0)?((?:4\d|50)\d{6,8})$")
INDUSTRY = re.compile(r"^(?:TOL\s*)?([A-V]|\d{2}(?:\.?\d{1,3})?)\b", re.IGNORECASE)
SECRET = re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b")
#: How alike a misspelt municipality must be.
PLACE_ALIKE = 82

LIMITS = {
    name: getattr(model._meta.get_field(attribute), "max_length", 0)
    for model, names in {
        Employer: {
            "name": "name",
            "other_names": "other_names",
            "no_business_id_reason": "no_business_id_reason",
            "trade": "trade",
            "municipality": "place",
        },
        Workplace: {
            "workplace": "name",
            "street": "street",
            "post_office": "post_office",
            "bus_stop": "bus_stop",
            "travel_notes": "travel_notes",
        },
        ContactPerson: {"person": "name", "role": "role", "email": "email"},
    }.items()
    for name, attribute in names.items()
}


def words_of(problem: Iterable[str]) -> str:
    """Return a problem in the user's words."""
    _target, code, detail = problem
    text = str(ERRORS.get(code) or NOTES.get(code, code))
    return text % detail if "%s" in text else text


def is_error(problem: Iterable[str]) -> bool:
    """Whether the problem keeps the row out."""
    _target, code, _detail = problem
    return code in ERRORS


class Places:
    """The municipalities, found also by the other language and with a slip."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self.by_key = {}
        self.by_name = {}
        for municipality in municipalities:
            self.by_name[municipality.name_fi] = municipality
            for name in (municipality.name_fi, municipality.name_sv):
                self.by_key[unaccented(name)] = municipality
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> tuple[Municipality | None, bool]:
        """Return the municipality meant, and whether it was written exactly."""
        key = unaccented(
            re.sub(r"(?i)\b(n kaupunki|kaupunki|kunta|kommun|stad)$", "", text)
        )
        if exact := self.by_key.get(key):
            exactly = fold(text) in {fold(exact.name_fi), fold(exact.name_sv)}
            return exact, exactly
        near = process.extractOne(
            key, list(self.by_key), scorer=fuzz.ratio, score_cutoff=PLACE_ALIKE
        )
        return (self.by_key[near[0]], False) if near else (None, False)


def unaccented(text: str) -> str:
    """Return the text folded, without dots and rings, for places."""
    table = str.maketrans("äöåé", "aoae")
    return fold(text).translate(table)


@dataclass
class Cleaned:
    """A row in the form in which we keep it."""

    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def key(self) -> str:
        return name_key(self.values["name"])

    @property
    def place(self) -> str:
        return self.values.get("municipality", self.values.get("place", ""))

    @property
    def is_bad(self) -> bool:
        return any(problem[1] in ERRORS for problem in self.problems)


class Cleaner:
    """Cleans row after row by one mapping of columns."""

    def __init__(
        self, mapping: dict[str, str], headings: list[str], places: Places
    ) -> None:
        self.columns = sorted((int(column), name) for column, name in mapping.items())
        by_target = {name: headings[column] for column, name in self.columns}
        old = "2008" in by_target.get("industry_code", "")
        self.scheme = Scheme.TOL2008 if old else Scheme.TOL2025
        self.places = places
        self.special = {
            "municipality": self._municipality,
            "industry_code": self._industry_code,
            "language": self._language,
            "coach": self._coach,
        }
        self.coaches: set[str] = set()
        if "coach" in by_target:
            emails = User.objects.assignable().values_list("email", flat=True)
            self.coaches = {email.lower() for email in emails}

    def clean(self, cells: list[str]) -> Cleaned:
        """Return the row's values and what is wrong with them."""
        row = Cleaned()
        clean = self._clean_cell
        if SECRET.search(" ".join(cells)):
            clean = self._guard_cell
        for column, target in self.columns:
            if text := cells[column]:
                clean(row, target, text)
        told = {target for target, _code, _detail in row.problems}
        if "name" not in row.values and "name" not in told:
            row.problems.append(("name", "name_missing", ""))
        if row.values:
            self._complete(row.values)
        return row

    def _guard_cell(self, row: Cleaned, target: str, text: str) -> None:
        if any(hetu.is_valid(found) for found in SECRET.findall(text)):
            row.problems.append((target, "secret", ""))
        else:
            self._clean_cell(row, target, text)

    def _clean_cell(self, row: Cleaned, target: str, text: str) -> None:
        limit = LIMITS.get(target, 0)
        if text[0] == "=":
            row.problems.append((target, "formula", ""))
        elif limit and len(text) > limit:
            row.problems.append((target, "too_long", str(limit)))
        elif target in self.special:
            self.special[target](row, text)
        else:
            try:
                row.values[target] = CLEANERS.get(target, _as_it_is)(text)
            except ValidationError:
                row.problems.append((target, target, ""))

    def _municipality(self, row: Cleaned, text: str) -> None:
        municipality, exactly = self.places.find(text)
        if municipality is None:
            row.values["place"] = text
            row.problems.append(("municipality", "other_place", text))
            return
        row.values["municipality"] = municipality.name_fi
        if not exactly:
            row.problems.append(("municipality", "read_as", str(municipality)))

    def _industry_code(self, row: Cleaned, text: str) -> None:
        found = INDUSTRY.match(text)
        code = found[1].replace(".", "").upper() if found else ""
        if section_of(self.scheme, code):
            row.values |= {"industry_code": code, "industry_scheme": self.scheme}
        else:
            row.problems.append(("industry_code", "industry", text[:60]))

    def _language(self, row: Cleaned, text: str) -> None:
        if code := WORDS.get(fold(text)):
            row.values["language"] = code
        else:
            row.problems.append(("language", "language", text[:60]))

    def _coach(self, row: Cleaned, text: str) -> None:
        if text.lower() in self.coaches:
            row.values["coach"] = text.lower()
        else:
            row.problems.append(("coach", "coach", ""))

    def _complete(self, values: dict[str, str]) -> None:
        """Fill in what follows from the rest of the row."""
        office = values.get("post_office", "")
        if office and "municipality" not in values and "place" not in values:
            municipality, exactly = self.places.find(office)
            if municipality and exactly:
                values["municipality"] = municipality.name_fi
        if "person" not in values and ("phone" in values or "email" in values):
            values["person"] = _("General contact")


def _as_it_is(text: str) -> str:
    return text


@lru_cache(maxsize=4096)
def quick_phone(text: str) -> str:
    """Return a number in E.164 as ``clean_phone`` does; common ones without parsing."""
    digits = re.sub(r"[\s().\-–/]", "", text)  # noqa: RUF001 - a dash people type
    if found := MOBILE.match(digits):
        return f"+358{found[1]}"
    if digits.startswith("358"):
        digits = f"+{digits}"
    return clean_phone(digits if digits[:1] in "+0" else text)


def _email(text: str) -> str:
    text = text.removeprefix("mailto:").strip("<> ;,")
    validate_email(text)
    return text


_valid_url = URLValidator(schemes=["http", "https"])


def _website(text: str) -> str:
    url = text if "://" in text else f"https://{text}"
    _valid_url(url)
    if len(url) > 200:  # noqa: PLR2004 - Django's own length of an address
        raise ValidationError(url)
    return url


def _postal_code(text: str) -> str:
    code = re.sub(r"(?i)^fi-?|\s", "", text)
    if not code.isdecimal() or len(code) > 5:  # noqa: PLR2004 - as the post has it
        raise ValidationError(text)
    # A spreadsheet drops the zeros that a number begins with.
    return code.zfill(5)


CLEANERS: dict[str, Callable[[str], str]] = {
    "business_id": clean_business_id,
    "phone": quick_phone,
    "email": _email,
    "website": _website,
    "postal_code": _postal_code,
}
