"""The Finnish business register's open data (PRH/YTJ, v3): a small careful client.

It never raises: a coach goes on by hand whatever happens there. Sole traders,
municipalities and wellbeing services counties are not in open data (domain.md 6.1).
"""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from string import capwords
from typing import TYPE_CHECKING, Any, Self

import httpx
import stamina
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from employers.industries import REGISTER_SCHEMES, Scheme
from employers.models import Employer

if TYPE_CHECKING:
    from datetime import date, datetime

    from django_stubs_ext import StrOrPromise

SOURCE = "PRH avoindata, CC BY 4.0"
#: Seconds for one question, everything included.
TIME_LIMIT = 4.0
#: Nothing honest about one company is longer.
SIZE_LIMIT = 1_000_000
#: How long an answer is remembered, in seconds.
REMEMBERED = 24 * 60 * 60
LANGUAGES = {"1": "fi", "2": "sv", "3": "en"}
PRIMARY_NAME = "1"
STREET_ADDRESS, POSTAL_ADDRESS = "1", "2"


@dataclass(frozen=True)
class Company:
    """What we keep of a company, with where and when it was read."""

    business_id: str
    name: str
    other_names: list[str] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)
    industry_code: str = ""
    industry_code_set: str = ""
    industry_name: dict[str, str] = field(default_factory=dict)
    street: str = ""
    postal_code: str = ""
    post_office: str = ""
    municipality_code: str = ""
    website: str = ""
    status: str = ""
    situations: list[str] = field(default_factory=list)
    ended_on: str = ""
    fetched_at: str = ""
    source: str = SOURCE

    @property
    def industry_scheme(self) -> str:
        return REGISTER_SCHEMES.get(self.industry_code_set, "")

    @property
    def shown_form(self) -> str:
        return in_language(self.form)

    @property
    def shown_industry(self) -> str:
        return in_language(self.industry_name)

    @property
    def scheme_label(self) -> str:
        return str(Scheme(self.industry_scheme).label) if self.industry_scheme else ""

    @property
    def shown_address(self) -> str:
        town = f"{self.postal_code} {self.post_office}".strip()
        return ", ".join(filter(None, [self.street, town]))

    @property
    def end_date(self) -> "date | None":
        return parse_date(self.ended_on) if self.ended_on else None

    @property
    def fetched(self) -> "datetime | None":
        return parse_datetime(self.fetched_at) if self.fetched_at else None

    @property
    def data(self) -> dict[str, Any]:
        """As it is stored on an employer and in the cache."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        known = cls.__dataclass_fields__
        return cls(**{key: value for key, value in data.items() if key in known})


@dataclass(frozen=True)
class Found:
    """The register knows the company."""

    company: Company


@dataclass(frozen=True)
class NotFound:
    """The register's open data has no such company."""


@dataclass(frozen=True)
class Unavailable:
    """The register could not be asked, and why, in the user's words."""

    reason: "StrOrPromise"


Answer = Found | NotFound | Unavailable


class BusyError(Exception):
    """The register asks us to come back later (429 or its own fault)."""


class SlowError(Exception):
    """The answer comes in drops, and time is up."""


class UnreadableError(Exception):
    """The answer is not what the register promises."""


OFF = Unavailable(_("The look-up is switched off."))
DEMO = Unavailable(_("Invented companies of the demo are not looked up."))
SLOW = Unavailable(_("The register did not answer in time."))
BUSY = Unavailable(_("The register is too busy to answer."))
UNREADABLE = Unavailable(_("The register's answer could not be read."))
UNREACHABLE = Unavailable(_("The register cannot be reached."))


class Register:
    """The register at ``settings.REGISTER_URL``; ``transport`` is for its own tests."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self.transport = transport

    def look_up(self, business_id: str, *, patient: bool = False) -> Answer:
        """Ask for one company. Only a patient caller (a nightly job) waits in line."""
        if not settings.REGISTER_LOOKUP:
            return OFF
        if settings.DEMO and _is_invented(business_id):
            return DEMO
        kept = cache.get(f"register:{business_id}")
        if kept is None:
            try:
                kept = self._ask(business_id, patient=patient)
            except Exception as problem:  # noqa: BLE001 - nothing here stops a coach
                return _unavailable(problem)
            cache.set(f"register:{business_id}", kept, REMEMBERED)
        return Found(Company.from_data(kept)) if kept else NotFound()

    @staticmethod
    def remembered(business_id: str) -> Company | None:
        """Return what the register said today, without asking it again."""
        kept = cache.get(f"register:{business_id}") if business_id else None
        return Company.from_data(kept) if kept else None

    def _ask(self, business_id: str, *, patient: bool) -> dict[str, Any]:
        """Return the company's data, empty when there is none; raise what is wrong."""
        deadline = time.monotonic() + TIME_LIMIT
        for attempt in stamina.retry_context(
            on=(BusyError, httpx.TransportError) if patient else BusyError,
            attempts=5 if patient else 2,
            timeout=None if patient else TIME_LIMIT,
            wait_initial=2 if patient else 0.3,
            wait_max=16,
            wait_jitter=0,
        ):
            if patient:
                deadline = time.monotonic() + TIME_LIMIT
            with attempt:
                return _read(self._fetch(business_id, deadline), business_id)
        return {}

    def _fetch(self, business_id: str, deadline: float) -> bytes:
        left = max(deadline - time.monotonic(), 0.1)
        with (
            httpx.Client(transport=self.transport, timeout=left) as client,
            client.stream(
                "GET",
                f"{settings.REGISTER_URL}/companies",
                params={"businessId": business_id},
                headers={"Accept": "application/json"},
            ) as response,
        ):
            status = response.status_code
            if status == HTTPStatus.NOT_FOUND:
                return b'{"companies": []}'
            if status == HTTPStatus.TOO_MANY_REQUESTS or response.is_server_error:
                raise BusyError
            if status != HTTPStatus.OK:
                raise UnreadableError
            return _within_limits(response.iter_bytes(), deadline)


def _within_limits(chunks: Iterable[bytes], deadline: float) -> bytes:
    body = b""
    for chunk in chunks:
        body += chunk
        if len(body) > SIZE_LIMIT:
            raise UnreadableError
        if time.monotonic() > deadline:
            raise SlowError
    return body


def _unavailable(problem: Exception) -> Unavailable:
    match problem:
        case httpx.TimeoutException() | SlowError():
            return SLOW
        case BusyError():
            return BUSY
        case httpx.HTTPError():
            return UNREACHABLE
        case _:
            return UNREADABLE


def _is_invented(business_id: str) -> bool:
    return Employer.objects.filter(business_id=business_id, demo=True).exists()


def in_language(names: dict[str, str]) -> str:
    """Return the name in the reader's language, else in Finnish."""
    return names.get((get_language() or "fi")[:2]) or names.get("fi", "")


# --- Reading an answer ------------------------------------------------------


def _read(body: bytes, business_id: str) -> dict[str, Any]:
    """Return the data of the company asked for, empty when the answer has none."""
    try:
        companies = json.loads(body)["companies"]
        for raw in companies:
            if raw["businessId"]["value"] == business_id:
                return _company(raw).data
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise UnreadableError from problem
    return {}


def _company(raw: dict[str, Any]) -> Company:
    name, others = _names(raw["names"])
    line = raw.get("mainBusinessLine") or {}
    form = next(iter(_standing(raw.get("companyForms"))), {})
    return Company(
        business_id=raw["businessId"]["value"],
        name=name,
        other_names=others,
        form=_descriptions(form),
        industry_code=_text(line.get("type"), 6),
        industry_code_set=_text(line.get("typeCodeSet"), 10),
        industry_name=_descriptions(line),
        **_address(raw.get("addresses") or []),
        website=_website(_text((raw.get("website") or {}).get("url"), 200)),
        status=_text(raw.get("status"), 5),
        situations=[
            _text(s.get("type"), 20) for s in _standing(raw.get("companySituations"))
        ],
        ended_on=_day(raw.get("endDate")),
        fetched_at=timezone.now().isoformat(timespec="seconds"),
    )


def _standing(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return [row for row in rows or [] if not row.get("endDate")]


def _names(rows: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Return the name of today, and every other name of yesterday and today."""
    current = [row for row in _standing(rows) if row["type"] == PRIMARY_NAME]
    name = _text(current[0]["name"], 200)
    ordered = sorted(rows, key=lambda row: (bool(row.get("endDate")), row["type"]))
    others = dict.fromkeys(_text(row["name"], 200) for row in ordered)
    others.pop(name, None)
    return name, list(others)[:10]


def _descriptions(row: dict[str, Any]) -> dict[str, str]:
    return {
        LANGUAGES[d["languageCode"]]: _text(d["description"], 120)
        for d in row.get("descriptions") or []
        if d["languageCode"] in LANGUAGES
    }


def _address(rows: list[dict[str, Any]]) -> dict[str, str]:
    by_type = {str(row.get("type")): row for row in rows}
    row = by_type.get(STREET_ADDRESS) or by_type.get(POSTAL_ADDRESS) or {}
    offices = row.get("postOffices") or [{}]
    office = next((o for o in offices if o.get("languageCode") == "1"), offices[0])
    postal_code = _text(row.get("postCode"), 5)
    return {
        "street": _street(row),
        "postal_code": postal_code if postal_code.isdigit() else "",
        "post_office": capwords(_text(office.get("city"), 60)),
        "municipality_code": _text(office.get("municipalityCode"), 3),
    }


def _street(row: dict[str, Any]) -> str:
    if not row.get("street"):
        return ""
    parts = ("street", "buildingNumber", "entrance", "apartmentNumber")
    return _text(" ".join(_text(row.get(part), 80) for part in parts), 120)


def _website(url: str) -> str:
    if not url:
        return ""
    full = url if "://" in url else f"https://{url}"
    try:
        URLValidator(schemes=["http", "https"])(full)
    except ValidationError:
        return ""
    return full


def _text(value: Any, length: int) -> str:
    """Return what came as one clean line of at most ``length`` signs."""
    return " ".join(str(value or "").split())[:length].strip()


def _day(value: Any) -> str:
    day = parse_date(value) if isinstance(value, str) else None
    return day.isoformat() if day else ""
