"""What the employer's form is filled with before anybody has typed it."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from crm.models import Municipality
from employers.business_ids import clean_business_id
from employers.forms.edit_fields import IndustryField
from employers.register import Answer, Company, Found, Register

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Fewer digits than these are still being typed.
WHOLE = 8


class LookUp(NamedTuple):
    """The register's answer, or what is wrong with the Y-tunnus asked about."""

    answer: Answer | None
    problem: str = ""

    @property
    def company(self) -> Company | None:
        return self.answer.company if isinstance(self.answer, Found) else None


def look_up(text: str) -> LookUp:
    """Ask the register about what was typed; nothing while it is half typed."""
    try:
        business_id = clean_business_id(text)
    except ValidationError as problem:
        whole = len(re.findall(r"\d", text)) >= WHOLE
        return LookUp(None, " ".join(problem.messages) if whole else "")
    return LookUp(Register().look_up(business_id) if business_id else None)


def recall(text: str) -> LookUp:
    """Return what the register said today of what was typed; it is not asked again."""
    company = Register.remembered(valid_id(text))
    return LookUp(Found(company) if company else None)


def stored(data: dict[str, Any]) -> LookUp:
    """Return what the register once said, as an employer keeps it."""
    return LookUp(Found(Company.from_data(data)) if data else None)


def valid_id(text: str) -> str:
    """Return the clean Y-tunnus, "" while it is not one."""
    try:
        return clean_business_id(text)
    except ValidationError:
        return ""


def fillable(typed: "Mapping[str, str]", company: Company | None) -> dict[str, str]:
    """Return what the register knows of the fields that are still empty."""
    if company is None:
        return {}
    industry = f"{company.industry_scheme}:{company.industry_code}"
    known = {
        "name": company.name,
        "industry": industry if IndustryField().valid_value(industry) else "",
        "website": company.website,
        "street": company.street,
        "postal_code": company.postal_code,
        "post_office": company.post_office,
    }
    if not typed.get("municipality") and not typed.get("place"):
        known |= place_of(company)
    return {name: v for name, v in known.items() if v and not typed.get(name)}


def place_of(company: Company) -> dict[str, str]:
    """Return the municipality by its code, else the post office as another place."""
    code, today = company.municipality_code, timezone.localdate()
    town = Municipality.objects.filter(code=code).exclude(valid_to__lt=today).first()
    return {"municipality": str(town.pk)} if town else {"place": company.post_office}


def place_name(typed: "Mapping[str, str]") -> str:
    """Return the place that was typed or chosen, in words."""
    pk = typed.get("municipality", "")
    town = Municipality.objects.filter(pk=pk).first() if pk.isdecimal() else None
    return str(town) if town else typed.get("place", "")
