"""The demo's candidates: evidently invented, known by codes, one in every state."""

from dataclasses import dataclass, field
from typing import Any

from placements.models import Candidate

State = Candidate.State


@dataclass(frozen=True)
class Tale:
    """Somebody's way with us: how far, since when, what they want."""

    place: str
    state: str
    #: Days since the beginning, and days in the present state.
    age: int
    since: int
    goal: str
    words: str
    basis: str = "SHL27D"
    #: What else is known, as values of fields.
    more: dict[str, Any] = field(default_factory=dict)
    #: Words for what is odd in this tale.
    how: str = ""
    reason: str = ""


MORNING = {
    "likes": ["taittelu", "lajittelu", "leipomo"],
    "dislikes": ["asiakaspalvelu"],
    "strengths": "Tarkka, pitää järjestyksestä, muistaa reitit",
    "musts": "Ei iltavuoroja",
    "communication": "Kuvallinen ohje, yksi asia kerrallaan",
    "literacy": 1,
    "load": 2,
    "pace": 2,
    "interaction": 2,
    "noise": 2,
    "hours_min": 10,
    "hours_max": 15,
    "times": ["morning"],
    "travel_modes": ["transit", "walk"],
    "travel_minutes": 30,
    "support_level": 2,
    "income": "pension",
    "housing": "pensioner",
}
OUTDOORS = {
    "likes": ["piha", "kasvit", "lumityöt"],
    "strengths": "Jaksaa ulkona säässä kuin säässä",
    "communication": "Näytetään kerran, sitten tehdään yhdessä",
    "literacy": 2,
    "load": 3,
    "pace": 2,
    "interaction": 1,
    "noise": 3,
    "hours_min": 15,
    "hours_max": 25,
    "times": ["morning", "day"],
    "travel_modes": ["bike", "transit"],
    "travel_minutes": 45,
    "support_level": 1,
    "income": "unemployment",
    "housing": "general",
}
QUIET = {
    "likes": ["skannaus", "postitus", "arkistointi"],
    "dislikes": ["kiire", "melu"],
    "strengths": "Huolellinen ja kärsivällinen",
    "musts": "Rauhallinen paikka",
    "literacy": 3,
    "load": 1,
    "pace": 1,
    "interaction": 1,
    "noise": 1,
    "hours_max": 12,
    "times": ["day"],
    "travel_modes": ["service"],
    "travel_minutes": 40,
    "support_level": 3,
    "income": "rehabilitation",
    "housing": "none",
}
TALES = (
    Tale(
        "858",
        State.ACTIVE,
        180,
        96,
        "paid_work",
        "Haluan palkkatyön kaupasta tai leipomosta. Aamulla on paras.",
        more=MORNING,
        how="late",
    ),
    Tale(
        "858",
        State.ACTIVE,
        400,
        380,
        "paid_work",
        "Töitä ulkona, mieluiten ympäri vuoden.",
        "VPL27",
        OUTDOORS,
        "two",
    ),
    Tale(
        "186",
        State.ACTIVE,
        320,
        250,
        "open_activity",
        "Hiljainen toimisto sopisi.",
        "EHO",
        QUIET,
        "eho",
    ),
    Tale(
        "186",
        State.ACTIVE,
        700,
        640,
        "paid_work",
        "Autojen pesu kiinnostaa.",
        "EHO",
        OUTDOORS,
        "old",
    ),
    Tale(
        "505",
        State.ACTIVE,
        90,
        60,
        "trying_out",
        "Haluan kokeilla eri paikkoja ennen kuin päätän.",
        "SHL",
        MORNING,
    ),
    Tale(
        "543",
        State.ACTIVE,
        150,
        120,
        "paid_work",
        "Keittiö tai kahvila, viikonloput vapaat.",
        "SHL27E",
        MORNING,
        "ends",
    ),
    Tale(
        "106",
        State.ACTIVE,
        60,
        30,
        "paid_work",
        "Varastotyö, säännöllinen aika.",
        "",
        OUTDOORS,
        "nobody",
    ),
    Tale(
        "611", State.AGREED, 40, 20, "paid_work", "Pesula tai siivous.", "VPL27", QUIET
    ),
    Tale(
        "106",
        State.AGREED,
        25,
        8,
        "open_activity",
        "Tuttu porukka on tärkein.",
        "EHO",
        MORNING,
    ),
    Tale("543", State.NEW, 6, 6, "", "", ""),
    Tale("858", State.NEW, 3, 3, "trying_out", "En tiedä vielä.", "SHL"),
    Tale(
        "186",
        State.PAUSED,
        300,
        70,
        "paid_work",
        "Kokin opinnot ensin loppuun.",
        "SHL27D",
        QUIET,
        reason="study",
    ),
    Tale(
        "505",
        State.PAUSED,
        200,
        20,
        "paid_work",
        "Palaan, kun jaksan.",
        "VPL27",
        MORNING,
        reason="own_wish",
    ),
    Tale(
        "186",
        State.ENDED,
        420,
        120,
        "paid_work",
        "Sain työn leipomosta.",
        "SHL27D",
        MORNING,
        reason="work",
    ),
    Tale(
        "106",
        State.ENDED,
        260,
        150,
        "not_now",
        "Nyt on muuta.",
        "SHL",
        QUIET,
        reason="not_now",
    ),
    # Ended so long ago that it is time to erase it.
    Tale(
        "858",
        State.ENDED,
        4300,
        4080,
        "paid_work",
        "Haluan keittiötöihin.",
        "",
        reason="work",
    ),
)
