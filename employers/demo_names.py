"""Sixty evidently fictional employers of the demo: name, trade, industry, place, story.

Industry codes are TOL 2025 divisions. Stories are told by employers/demo.py.
"""

from typing import NamedTuple


class Cast(NamedTuple):
    """One demo employer and the story of our year with it."""

    name: str
    trade: str
    industry: str
    place: str
    street: str
    story: str


CAST = [
    Cast("Leipomo Esimerkki Oy", "Leipomo", "10", "186", "Mallikatu 3", "late"),
    Cast(
        "Testilän Puutarha Oy", "Puutarhaviljely", "01", "858", "Kokeilutie 8", "lead"
    ),
    Cast("Kuvitteellinen Pesula Oy", "Pesula", "96", "106", "Vaahtokuja 2", "partner"),
    Cast(
        "Demo-Marketti Oy",
        "Päivittäistavarakauppa",
        "47",
        "858",
        "Näytetori 1",
        "chain",
    ),
    Cast(
        "Koevarasto Keski-Uusimaa Oy",
        "Varasto",
        "52",
        "543",
        "Laatikkotie 14",
        "meeting",
    ),
    Cast(
        "Malliravintola Kahvikulma Oy",
        "Ravintola",
        "56",
        "186",
        "Pullapolku 5",
        "partner",
    ),
    Cast("Näyte-Rauta Ky", "Rautakauppa", "47", "505", "Mutterikuja 7", "engaged"),
    Cast("Harjoitus-Hotelli Oy", "Hotelli", "55", "186", "Unelmatie 12", "engaged"),
    Cast(
        "Autopesu Testikiilto Tmi",
        "Autopesula",
        "95",
        "858",
        "Kiiltotie 1",
        "contacted",
    ),
    Cast(
        "Kirjakauppa Kokeilusivu", "Kirjakauppa", "47", "186", "Sivukatu 9", "stepless"
    ),
    Cast(
        "Pahvi & Pakkaus Mallila Oy", "Pakkaamo", "17", "106", "Pahvitie 20", "engaged"
    ),
    Cast(
        "Kiinteistönhuolto Harjaus ja Lapio Oy",
        "Kiinteistönhoito",
        "81",
        "543",
        "Lapiotie 4",
        "declined",
    ),
    Cast("Kahvila Keksitty Ky", "Kahvila", "56", "106", "Keksikuja 3", "partner"),
    Cast("Mallikkaan Sähkö Oy", "Sähköasennus", "43", "505", "Pistokatu 11", "banned"),
    Cast("Satuniityn Talli Tmi", "Hevostalli", "01", "611", "Apilatie 2", "contacted"),
    Cast(
        "Kuvitelma Kukka Oy", "Kukkakauppa", "47", "858", "Terälehdentie 6", "unreached"
    ),
    Cast(
        "Lelutalo Leikisti Oy", "Lelukauppa", "47", "186", "Palikkakatu 10", "engaged"
    ),
    Cast("Esimerkki-Apteekki", "Apteekki", "47", "106", "Purkkitori 4", "contacted"),
    Cast(
        "Kirpputori Toinen Malli", "Kirpputori", "47", "543", "Vaihtotie 15", "partner"
    ),
    Cast("Näytös-Teatteri ry", "Teatteri", "90", "186", "Esirippukatu 1", "silent"),
    Cast("Konepaja Kuviteltu Oy", "Konepaja", "25", "106", "Sorvitie 18", "declined"),
    Cast(
        "Koe-Kennel Hännänheilutus", "Koirahoitola", "96", "505", "Tassutie 3", "lead"
    ),
    Cast("Päiväkoti Keksikerho Oy", "Päiväkoti", "88", "858", "Hiekkatie 7", "meeting"),
    Cast(
        "Hoivakoti Mallipihlaja Oy",
        "Hoivakoti",
        "87",
        "186",
        "Pihlajakuja 9",
        "partner",
    ),
    Cast("Painotalo Luonnos Oy", "Painotalo", "18", "543", "Arkkitie 5", "engaged"),
    Cast(
        "Rengasliike Esimerkkivanne",
        "Rengasliike",
        "47",
        "106",
        "Vannekatu 2",
        "declined",
    ),
    Cast(
        "Keittiöpalvelu Testikattila Oy",
        "Suurkeittiö",
        "56",
        "858",
        "Soppatie 8",
        "partner",
    ),
    Cast(
        "Siivousliike Kirkas Kuvitelma Oy",
        "Siivous",
        "81",
        "186",
        "Moppikuja 6",
        "engaged",
    ),
    Cast("Taimisto Olematon Oy", "Taimisto", "01", "505", "Versotie 30", "dormant"),
    Cast(
        "Kuntosali Demovoima Oy", "Kuntosali", "93", "543", "Painotie 13", "contacted"
    ),
    Cast(
        "Leipomo-Konditoria Malli Ky", "Leipomo", "10", "106", "Kermakatu 1", "engaged"
    ),
    Cast(
        "Lounaskahvila Testilusikka",
        "Lounaskahvila",
        "56",
        "611",
        "Lusikkatie 2",
        "silent",
    ),
    Cast(
        "Keräily ja Kuvaus Oy",
        "Verkkokaupan varasto",
        "52",
        "858",
        "Hyllytie 21",
        "partner",
    ),
    Cast("Optikko Näköesimerkki", "Optikko", "47", "186", "Linssikatu 3", "unreached"),
    Cast(
        "Paperikauppa Ruutu ja Malli", "Paperikauppa", "47", "505", "Vihkotie 4", "lead"
    ),
    Cast(
        "Puusepänliike Kuvitteellinen",
        "Puusepänliike",
        "31",
        "611",
        "Höylätie 9",
        "lead",
    ),
    Cast(
        "Elokuvateatteri Testikangas",
        "Elokuvateatteri",
        "59",
        "106",
        "Valokatu 8",
        "lead",
    ),
    Cast("Uimahalli Mallipisara", "Uimahalli", "93", "543", "Pisaratie 1", "stepless"),
    Cast("Kirjastokahvila Sivumaku", "Kahvila", "56", "858", "Lukukuja 5", "contacted"),
    Cast(
        "Jäätelötehdas Kuvitelma Oy",
        "Jäätelötehdas",
        "10",
        "106",
        "Tuuttitie 16",
        "engaged",
    ),
    Cast("Lähiruoka Esimerkkipelto Oy", "Tukku", "46", "505", "Peltotie 44", "dormant"),
    Cast(
        "Postitus Näyte Oy", "Postituspalvelu", "82", "186", "Kuorikatu 12", "partner"
    ),
    Cast(
        "Kalustetalo Harjoitus Oy",
        "Huonekalukauppa",
        "47",
        "543",
        "Sohvatie 2",
        "declined",
    ),
    Cast(
        "Verhoomo Testikangas Tmi", "Verhoomo", "31", "611", "Kangastie 1", "unreached"
    ),
    Cast(
        "Kauppapuutarha Mallimulta",
        "Kauppapuutarha",
        "01",
        "543",
        "Multatie 10",
        "silent",
    ),
    Cast(
        "Ravintola Kuvitelkaa Oy", "Ravintola", "56", "858", "Haarukkatie 7", "declined"
    ),
    Cast(
        "Koulukeittiö Esimerkki",
        "Koulukeittiö",
        "56",
        "106",
        "Ruokatunnintie 3",
        "engaged",
    ),
    Cast(
        "Tilitoimisto Näytenumero Oy",
        "Tilitoimisto",
        "69",
        "186",
        "Numerokuja 4",
        "lead",
    ),
    Cast(
        "Parturi Kokeilutukka",
        "Parturi-kampaamo",
        "96",
        "505",
        "Kampakatu 6",
        "contacted",
    ),
    Cast(
        "Vihannespakkaamo Malliporkkana",
        "Pakkaamo",
        "10",
        "505",
        "Naatintie 12",
        "partner",
    ),
    Cast(
        "Terveysasema Testipoliisi-Malli",
        "Vastaanotto",
        "86",
        "543",
        "Lääkekuja 1",
        "lead",
    ),
    Cast(
        "Huoltoasema Demotankki Oy", "Huoltoasema", "47", "611", "Tankkitie 2", "ceased"
    ),
    Cast("Leivonnainen Esimerkki Oy", "Leipomo", "10", "186", "Mallikatu 5", "merged"),
    Cast(
        "Kenkäkauppa Näytejalka", "Kenkäkauppa", "47", "858", "Anturakatu 9", "dormant"
    ),
    Cast(
        "Eläinkauppa Kuvitteluhäkki",
        "Eläinkauppa",
        "47",
        "106",
        "Siementie 3",
        "contacted",
    ),
    Cast(
        "Tapahtumatalo Mallijuhla Oy",
        "Tapahtumatalo",
        "90",
        "858",
        "Juhlakuja 1",
        "meeting",
    ),
    Cast(
        "Kierrätyskeskus Toinen Testi",
        "Kierrätyskeskus",
        "38",
        "186",
        "Lajittelutie 11",
        "partner",
    ),
    Cast("Hostelli Harjoitusyö", "Hostelli", "55", "543", "Unikuja 7", "unreached"),
    Cast(
        "Matkahuolto Kuvitteluasema",
        "Pakettipalvelu",
        "53",
        "106",
        "Pakettitie 5",
        "declined",
    ),
    Cast(
        "Kotileipomo Keksitty Kaneli", "Leipomo", "10", "611", "Kanelipolku 2", "lead"
    ),
]

PEOPLE = [
    ("Erkki Esimerkki", "yrittäjä"),
    ("Lotta Luonnos", "esihenkilö"),
    ("Niilo Näyte", "kauppias"),
    ("Kaisa Keksitty", "toimitusjohtaja"),
    ("Kalle Kokeilu", "vuoropäällikkö"),
    ("Tiina Testi", "henkilöstöpäällikkö"),
    ("Mikko Malli", "varastopäällikkö"),
    ("Saara Satu", "keittiöpäällikkö"),
    ("Veikko Vedos", "omistaja"),
    ("Hilkka Harjoitus", "palveluesimies"),
    ("Olli Olematon", "työnjohtaja"),
    ("Ritva Rooli", "kahvilavastaava"),
]

NOTES = {
    "cold": [
        "Iltapäivä rauhallinen, esimies ehti jutella. Tiski kasaantuu lounaalla.",
        "Jätin esitteen. Pyysivät palaamaan, kun kesälomat on sovittu.",
        "Hyllytys tehdään nyt ylitöinä perjantaisin.",
        "Kiinnostuivat heti, kun kerroin, että valmentaja on mukana perehdytyksessä.",
    ],
    "call": [
        "Sovittiin, että käyn katsomassa työpisteet.",
        "Kertasin palkkatuen aikataulun: työ ei saa alkaa ennen päätöstä.",
        "Kysyivät, kuka auttaa, jos työ ei suju. Kerroin tukikäynneistä.",
    ],
    "meeting": [
        "Käytiin läpi aamun tehtävät: pakkaus, laatikoiden taittelu, pesu.",
        "Ohjaaja löytyi. Haluavat aloittaa kahdella vuorolla viikossa.",
    ],
    "support": [
        "Työ sujuu. Kuvakortit otettiin käyttöön pesupisteellä.",
        "Vuoronvaihto oli sekava, sovittiin yksi vastuuhenkilö.",
    ],
    "email": ["Lähetin esitteen ja ohjeen palkkatuesta."],
}
