"""The dated figures of benefits and pay subsidies that an installation begins with.

Facts, evidence and what could not be established: domain.md sections 2.0 to 2.7. A
figure is confirmed only where a source was read that says exactly it; a derived or
disputed one is not. Editors keep the figures from then on, so what is there already is
never written over. A migration reads this; a later change of the law is a new row here
and a new migration that calls ``load_figures``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

#: The day on which the texts of the laws were read (domain.md section 0).
LAWS_READ = date(2025, 2, 23)
#: Guidance is old after six months (domain.md section 2.0).
LAWS_READ_AGAIN = date(2025, 8, 23)
#: The reform of employment services; the earliest day our texts speak of.
REFORM = date(2025, 1, 1)
YEAR_26 = date(2026, 1, 1)


@dataclass(frozen=True)
class Figure:
    """One figure to begin with; Finnish, as the law it comes from."""

    key: str
    name: str
    value: str
    unit: str
    source: str
    valid_from: date = REFORM
    valid_to: date | None = None
    checked_on: date | None = LAWS_READ
    check_by: date | None = LAWS_READ_AGAIN
    confirmed: bool = True

    def unconfirmed(self, valid_from: date | None = None) -> "Figure":
        """Return it as one that nobody has read in a source, to be checked at once."""
        start = valid_from or self.valid_from
        return replace(
            self, valid_from=start, checked_on=None, check_by=start, confirmed=False
        )


def _limit(value: str, year: int, source: str, *, confirmed: bool) -> Figure:
    return Figure(
        "earnings-limit",
        "Työkyvyttömyyseläkkeen ansaintaraja",
        value,
        "eur_month",
        source,
        date(year, 1, 1),
        date(year, 12, 31),
        checked_on=None,
        check_by=None,
        confirmed=confirmed,
    )


#: The later years came with migration 0002.
LIMITS = [
    _limit("737.45", 2018, "Ansaintaraja ennen lakia 1322/2018", confirmed=True),
    _limit(
        "834.52", 2020, "Laki 738/2009 3 ja 5 §; indeksillä laskettu", confirmed=False
    ),
]

_OPEN_CAP = "Laki 380/2023 94 § 2 mom.; vuoden 2026 tarkistusta ei ole löydetty"
CAPS = [
    Figure(
        f"subsidy-cap-{percent}",
        f"Palkkatuen enimmäismäärä, {percent} %",
        value,
        "eur_month",
        _OPEN_CAP,
    ).unconfirmed(YEAR_26)
    for percent, value in (("50", "1260"), ("70", "1770"), ("100", "2020"))
]

SUBSIDY = [
    Figure(f"subsidy-{key}", name, value, unit, f"Laki 380/2023 {section} §")
    for key, name, value, unit, section in (
        # 82 and 86 §: the general subsidy
        ("percent-general", "Yleinen palkkatuki", "50", "percent", "82 ja 86"),
        ("months-general", "Yleisen palkkatuen kesto", "5", "months", "82 ja 86"),
        (
            "months-general-long",
            "Yleisen palkkatuen kesto, työttömänä 12 kk 14:stä",
            "10",
            "months",
            "82 ja 86",
        ),
        ("without-work", "Palkkatyötä vailla vähintään", "6", "months", "82 ja 86"),
        # 87 §: reduced work ability
        ("percent-reduced", "Palkkatuki, alentunut työkyky", "70", "percent", "87"),
        ("months-reduced", "Kesto, alentunut työkyky", "10", "months", "87"),
        ("continued-reduced", "Jatko, alentunut työkyky", "24", "months", "87"),
        # 88 §: associations and foundations
        ("percent-association", "Palkkatuki, yhdistys", "100", "percent", "88"),
        ("factor-association", "Palkkakustannuskerroin", "123", "percent", "88"),
        ("hours-association", "Työaikaa täydestä enintään", "65", "percent", "88"),
        ("months-association", "Kesto, yhdistys", "10", "months", "88"),
        # 89 §: sixty and older
        ("percent-senior", "Palkkatuki, 60 täyttänyt", "50", "percent", "89"),
        ("months-senior", "Kesto, 60 täyttänyt", "24", "months", "89"),
        ("continued-senior", "Jatko, 60 täyttänyt", "24", "months", "89"),
        # 95 and 96 §: the employment subsidy of those who are 55 or older
        ("percent-aged55", "55-vuotiaan työllistämistuki", "70", "percent", "95 ja 96"),
        ("months-aged55", "Kesto, työllistämistuki", "10", "months", "95 ja 96"),
        (
            "hours-aged55",
            "Työllistämistuki: tunteja viikossa",
            "25",
            "hours",
            "95 ja 96",
        ),
        ("share-aged55", "Työllistämistuki: osa-aika", "65", "percent", "95 ja 96"),
        # How long unemployed, and of how many months
        ("long", "Pitkään työttömänä", "12", "months", "86 ja 89"),
        ("long-of", "Mistä 12 kk katsotaan", "14", "months", "86 ja 89"),
        ("longest", "Hyvin pitkään työttömänä", "24", "months", "88, 95 ja 96"),
        ("longest-of", "Mistä 24 kk katsotaan", "28", "months", "88, 95 ja 96"),
        ("jobless-hours", "Työttömän säännöllinen työ alle", "4", "hours", "3"),
        # Employer, interruptions, transfers
        ("dismissals", "Ei tuotannollisia irtisanomisia", "12", "months", "83"),
        ("again", "Saman henkilön uuteen tukeen", "36", "months", "83"),
        ("transfer", "Liikkeen luovutus: loppuosaa haetaan", "1", "months", "84"),
        ("interruption", "Maksu keskeytyy tauosta", "1", "months", "92"),
    )
] + [
    Figure(
        "subsidy-claim",
        "Palkkatuen maksatushakemus viimeistään",
        "3",
        "months",
        "Asetus 385/2024 18 §",
    )
]

ARRANGEMENT = [
    Figure(
        f"arrangement-{key}",
        f"Järjestelytuki: {name}",
        value,
        unit,
        "Laki 380/2023 98 §; asetus 385/2024 9 ja 19 §",
    )
    for key, name, value, unit in (
        ("cap", "hankinnat henkilöä kohden", "4000", "eur"),
        ("hours", "toisen apu kuukaudessa", "20", "hours"),
        ("months", "toisen apu enintään", "18", "months"),
        ("rate", "toisen apu tunnilta", "20", "eur_hour"),
        ("apply", "haku hankinnasta", "1", "months"),
        ("claim", "avun maksatushaku", "2", "months"),
    )
]

_DORMANT = [
    Figure(
        f"dormant-{key}",
        f"Eläke lepäämässä: {name}",
        value,
        "months",
        "Laki 738/2009, muutettu 979/2013",
        date(2019, 1, 1),
        date(2025, 12, 31),
        check_by=None,
    )
    for key, name, value in (
        ("least", "vähintään", "3"),
        ("most", "enintään", "24"),
        ("between", "maksussa ennen uutta lepoa", "1"),
    )
]
_LAPSED = "Laki 738/2009; voimassaolo 31.12.2025 jälkeen vahvistamatta"
DORMANCY = _DORMANT + [
    replace(row, source=_LAPSED, valid_to=None).unconfirmed(YEAR_26) for row in _DORMANT
]

SPRING_24 = date(2024, 4, 1)
HOUSING = [
    Figure(
        "pensioner-housing-share",
        "Eläkkeensaajan asumistuki: lisäomavastuu",
        "43.5",
        "percent",
        "Lait 911/2024, 1229/2019 ja 1296/2023",
    ),
    Figure(
        "pensioner-housing-cover",
        "Eläkkeensaajan asumistuki: korvausosuus",
        "85",
        "percent",
        "Lait 911/2024, 1229/2019 ja 1296/2023",
    ),
    Figure(
        "general-housing-share",
        "Yleinen asumistuki: perusomavastuu",
        "50",
        "percent",
        "Lait 1241/2023 ja 910/2024",
        SPRING_24,
    ),
    Figure(
        "general-housing-cover",
        "Yleinen asumistuki: korvausosuus",
        "70",
        "percent",
        "Lait 1241/2023 ja 910/2024",
        SPRING_24,
    ),
]

_YLEISTUKI = "Kelan tiedote 17.12.2025"
UNEMPLOYMENT = [
    Figure(
        "unemployment-deduction",
        "Työttömyysetuus: vähennys bruttopalkasta",
        "50",
        "percent",
        "Kelan tiedotteet 20.12.2023 ja 17.12.2025",
        SPRING_24,
        checked_on=None,
        check_by=date(2026, 5, 1),
    ),
    Figure(
        "general-support-day",
        "Yleistuki päivässä",
        "37.21",
        "eur_day",
        _YLEISTUKI,
        date(2026, 5, 1),
        checked_on=None,
        check_by=date(2026, 5, 1),
    ),
    Figure(
        "general-support-month",
        "Yleistuki kuukaudessa, noin",
        "800",
        "eur_month",
        f"{_YLEISTUKI}: noin 800 euroa",
    ).unconfirmed(date(2026, 5, 1)),
]

ALLOWANCE = [
    Figure(
        "work-allowance-tax-free",
        "Työosuusraha: veroton enintään",
        "12",
        "eur_day",
        "Tuloverolaki 1535/1992 92 § 23 k (1128/2005); muutokset tarkistamatta",
    ).unconfirmed(),
    Figure(
        "meal-deduction",
        "Työosuusraha: ruokaraha, noin",
        "5",
        "eur_day",
        "Palvelukuvaus: noin 5 euroa päivässä",
    ).unconfirmed(),
]

FIGURES: list[Figure] = [
    *LIMITS,
    *CAPS,
    *SUBSIDY,
    *ARRANGEMENT,
    *DORMANCY,
    *HOUSING,
    *UNEMPLOYMENT,
    *ALLOWANCE,
]


def load_figures(parameters: Any, figures: Iterable[Figure] = FIGURES) -> None:
    """Write what is not there yet; an open-ended figure ends before the next begins.

    ``parameters`` is the model's manager, of today or of a migration.
    """
    for figure in figures:
        parameters.get_or_create(
            key=figure.key,
            valid_from=figure.valid_from,
            defaults={
                "name": figure.name,
                "value": Decimal(figure.value),
                "unit": figure.unit,
                "valid_to": figure.valid_to,
                "source": figure.source,
                "checked_on": figure.checked_on,
                "check_by": figure.check_by,
                "confirmed": figure.confirmed,
            },
        )
        earlier = parameters.filter(
            key=figure.key, valid_from__lt=figure.valid_from, valid_to__isnull=True
        )
        earlier.update(valid_to=figure.valid_from - timedelta(days=1))
