"""Officials of the demo, evidently invented: some sure, one old, one unknown."""

from datetime import date, timedelta
from typing import NamedTuple

from crm.models import User
from placements.models import Official

Authority = Official.Authority


class Known(NamedTuple):
    """One official of the demo; ``age`` is in days since it was last sure."""

    authority: str
    office: str
    line: str
    name: str
    phone: str
    age: int | None


OFFICIALS = (
    Known(Authority.KELA, "Yhteispalvelu", "Eläkkeet", "Ella Esimerkki", "0107", 12),
    Known(
        Authority.KELA, "Yhteispalvelu", "Asumistuki", "Kaarlo Keksitty", "0108", 230
    ),
    Known(Authority.EMPLOYMENT, "Esimerkkikadun piste", "Palkkatuki", "", "", None),
    Known(
        Authority.EMPLOYMENT,
        "Esimerkkikadun piste",
        "Henkilöasiakkaat",
        "Tiina Tekaistu",
        "0109",
        40,
    ),
    Known(Authority.SOCIAL, "Mallitalo", "Päätökset", "Sirpa Satu", "0110", 75),
)


def load(today: date, coach: User) -> None:
    """Write the officials down; who has a name was confirmed by the coach."""
    for known in OFFICIALS:
        sure = known.age is not None
        Official.objects.create(
            authority=known.authority,
            office=known.office,
            line=known.line,
            name=known.name,
            phone=f"+35840000{known.phone}" if known.phone else "",
            channel="Suojattu sähköposti" if sure else "",
            confirmed_on=today - timedelta(days=known.age or 0) if sure else None,
            confirmed_by=coach if sure else None,
        )
