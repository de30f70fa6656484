"""The demo's tailored jobs: fictional workplaces, their tasks, how far each is."""

from typing import NamedTuple

from employers.models import TailoredJob

State = TailoredJob.State


class Piece(NamedTuple):
    """One task of a demo workplace."""

    name: str
    area: str
    minutes: int
    times: int
    pile: str
    sign: str
    easy: str
    demands: tuple[int, int, int, int, int] = (0, 1, 1, 1, 1)


class Tale(NamedTuple):
    """One demo job: where, what, how far it has come."""

    employer: str
    title: str
    site: str
    state: str
    age: int
    kind: str
    pay: str
    pieces: tuple[Piece, ...]
    how: str = ""


BAKERY = (
    Piece(
        "Laatikoiden taittelu",
        "Takahuone",
        30,
        5,
        "transferable",
        "fold_box",
        "Taittelen laatikot.",
    ),
    Piece(
        "Peltien pesu",
        "Pesupiste",
        50,
        4,
        "transferable",
        "wash_tray",
        "Pesen pellit. Käytän hanskoja.",
        (0, 2, 2, 1, 2),
    ),
    Piece(
        "Sämpylöiden pussitus",
        "Pakkaamo",
        60,
        3,
        "transferable",
        "bag",
        "Pussitan sämpylät.",
        (1, 1, 2, 1, 1),
    ),
    Piece(
        "Hyllyjen täyttö",
        "Myymälä",
        45,
        2,
        "transferable",
        "shelf",
        "Täytän hyllyt.",
        (1, 2, 1, 2, 1),
    ),
    Piece(
        "Pahvien keräys",
        "Takapiha",
        15,
        4,
        "transferable",
        "cardboard",
        "Vien pahvit kärryllä.",
        (0, 2, 1, 1, 1),
    ),
    Piece("Taikinan teko", "Leipomo", 120, 5, "core", "kitchen", ""),
    Piece("Kassan lasku", "Myymälä", 20, 5, "unsuitable", "office", ""),
)
KITCHEN = (
    Piece(
        "Tiskaus",
        "Keittiö",
        60,
        5,
        "transferable",
        "dishes",
        "Pesen astiat.",
        (0, 2, 2, 1, 2),
    ),
    Piece(
        "Pöytien pyyhintä",
        "Sali",
        30,
        5,
        "transferable",
        "wipe_table",
        "Pyyhin pöydät.",
        (0, 1, 1, 2, 1),
    ),
    Piece(
        "Salaattien paloittelu",
        "Keittiö",
        40,
        4,
        "transferable",
        "kitchen",
        "Paloittelen salaatit.",
        (1, 1, 1, 1, 1),
    ),
    Piece(
        "Liinojen pesu",
        "Kodinhoitohuone",
        25,
        2,
        "transferable",
        "laundry",
        "Pesen liinat.",
        (1, 1, 1, 1, 1),
    ),
    Piece("Tilausten teko", "Toimisto", 30, 2, "core", "office", ""),
)
STORE = (
    Piece(
        "Palautuslaatikoiden pesu",
        "Pesupiste",
        40,
        5,
        "transferable",
        "wash_tray",
        "Pesen laatikot.",
        (0, 2, 1, 1, 2),
    ),
    Piece(
        "Tilausten pakkaus, pienet",
        "Linja 2",
        60,
        4,
        "transferable",
        "pack",
        "Pakkaan pienet tilaukset.",
        (2, 1, 2, 1, 1),
    ),
    Piece(
        "Lastauslaiturin siivous",
        "Laituri",
        30,
        3,
        "transferable",
        "mop",
        "Siivoan laiturin.",
        (0, 2, 1, 1, 2),
    ),
    Piece(
        "Tarrojen liimaus",
        "Linja 1",
        30,
        5,
        "transferable",
        "label",
        "Liimaan tarrat.",
        (1, 1, 1, 1, 1),
    ),
    Piece("Trukkiajo", "Halli", 40, 5, "core", "trolley", ""),
    Piece("Lavojen purku", "Laituri", 30, 3, "unsuitable", "no_lift", ""),
)

TALES = (
    Tale(
        "Koevarasto Keski-Uusimaa Oy",
        "Varaston apulainen",
        "warehouse",
        State.INVENTORY,
        4,
        "",
        "",
        STORE,
        "unsorted",
    ),
    Tale(
        "Päiväkoti Keksikerho Oy",
        "Keittiöapu",
        "daycare",
        State.ANALYSED,
        9,
        "",
        "",
        KITCHEN,
    ),
    Tale(
        "Näyte-Rauta Ky", "Hyllyttäjä", "shop", State.DRAFT, 20, "carved", "hour", STORE
    ),
    Tale(
        "Leipomo Esimerkki Oy",
        "Leipomon apulainen",
        "bakery",
        State.WITH_EMPLOYER,
        3,
        "carved",
        "hour",
        BAKERY,
    ),
    Tale(
        "Harjoitus-Hotelli Oy",
        "Aamiaissalin apulainen",
        "hotel",
        State.NEGOTIATION,
        6,
        "new",
        "hour",
        KITCHEN,
    ),
    Tale(
        "Kahvila Keksitty Ky",
        "Kahvilan apulainen",
        "cafe",
        State.AGREED,
        2,
        "carved",
        "hour",
        KITCHEN,
    ),
    Tale(
        "Malliravintola Kahvikulma Oy",
        "Tiskari",
        "cafe",
        State.OPEN,
        61,
        "modified",
        "hour",
        KITCHEN,
        "stuck",
    ),
    Tale(
        "Kuvitteellinen Pesula Oy",
        "Pesulan apulainen",
        "laundry",
        State.CANDIDATE_PRESENTED,
        5,
        "carved",
        "hour",
        KITCHEN,
    ),
    Tale(
        "Malliravintola Kahvikulma Oy",
        "Salin apulainen",
        "cafe",
        State.ON_TRIAL,
        12,
        "shared",
        "unpaid",
        KITCHEN,
    ),
    Tale(
        "Kuvitteellinen Pesula Oy",
        "Lajittelija",
        "laundry",
        State.FILLED,
        90,
        "carved",
        "hour",
        STORE,
    ),
    Tale(
        "Painotalo Luonnos Oy",
        "Postittaja",
        "factory",
        State.ON_HOLD,
        15,
        "new",
        "hour",
        STORE,
    ),
    Tale(
        "Kahvila Keksitty Ky",
        "Leipien pussittaja",
        "cafe",
        State.CLOSED,
        40,
        "carved",
        "hour",
        BAKERY,
    ),
    Tale(
        "Harjoitus-Hotelli Oy",
        "Liinavaatehuollon apu",
        "hotel",
        State.WITHDRAWN,
        25,
        "carved",
        "hour",
        KITCHEN,
    ),
)
PATH = (
    "analyse",
    "begin_draft",
    "send",
    "agree",
    "seek",
    "present",
    "begin_trial",
    "fill",
)
REMINDERS = """Tauko on kello 8. Se kestää 15 minuuttia.
En nosta painavia säkkejä.
Kysyn ohjaajalta, jos en tiedä."""
SUPPORT = (
    "Valmentaja on mukana ensimmäiset päivät ja käy sen jälkeen viikoittain. "
    "Tuki ei lopu kokeiluun."
)
