"""What could tell who a candidate is is noticed; ordinary words pass."""

import pytest

from crm.privacy import Topic
from crm.pseudonyms import revealing

KNOWN = ["Niina Näyte"]
PLACES = ["Järvenpää", "Tuusula", "Nurmijärvi"]


def found(text):
    return [(str(c.topic), list(c.found)) for c in revealing(text, KNOWN, PLACES)]


@pytest.mark.parametrize(
    "text",
    [
        "Haluan palkkatyön kaupasta tai leipomosta. Aamulla on paras.",
        "Ei iltavuoroja, enintään 15 h viikossa.",
        "Bussilla Tuusulaan, Järvenpäässä kävellen.",
        "Niina tuntee paikan, kysy Niinalta.",
        "Kela vastasi, Kelalle soitetaan uudelleen 24.11.",
        "Tarkistus 12.2.2027. Kello 8.30 alkaen.",
        "Nostaa enintään 10 kg, tauko kello 11.",
        "Linja 641, sitten 5 min kävely.",
        "Leipomo Esimerkki Oy",
        "Esitelty: Demo-Marketti Tuusula",
        "",
    ],
)
def test_ordinary_words_raise_nothing(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Matti haluaa leipomoon", "Matti"),
        ("Sovittu. Tiinalle sopii aamu", "Tiinalle"),
        ("Kävin tapaamassa Marjattaa", "Marjattaa"),
        ("Tulee äidin ja Veli-Pekan kanssa, myös Outi", "Outi"),
        ("Asuu nyt Kaislakodossa", "Kaislakodossa"),
    ],
)
def test_single_name_is_noticed(text, name):
    assert name in dict(found(text))["name"]


@pytest.mark.parametrize(
    "text", ["131052-308", "synt. 1990", "syntynyt 13.10.1995", "13.10.1995"]
)
def test_day_of_birth_is_noticed_and_a_half_code_not_repeated(text):
    concerns = revealing(text)

    assert Topic.BIRTH in {concern.topic for concern in concerns}
    assert "131052" not in " ".join(concern.message for concern in concerns)


@pytest.mark.parametrize("text", ["F70", "Dg F84.0", "G40.9 kontrolli", "J45.1"])
def test_code_of_a_diagnosis_is_noticed(text):
    assert [topic for topic, _words in found(text)] == ["health"]


@pytest.mark.parametrize(
    "text", ["Ottaa 20 mg aamulla", "epilepsia", "Downin oireyhtymä", "lääkitys klo 8"]
)
def test_health_is_noticed(text):
    assert "health" in dict(found(text))


@pytest.mark.parametrize(
    "text", ["040 123 4567", "+358 40 1234567", "kirjoita: a.b@esimerkki.example"]
)
def test_contact_details_are_noticed(text):
    assert "contact" in dict(found(text))


def test_identity_code_is_refused_and_not_repeated():
    (concern,) = revealing("131052-308T")

    assert (concern.topic, concern.blocks) == (Topic.IDENTITY, True)
    assert "131052" not in concern.message


def test_another_candidates_code_is_noticed():
    assert found("Sama kuin KU-0007") == [("candidate", ["KU-0007"])]
