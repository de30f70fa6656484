"""What does not belong in a note is recognised; ordinary notes pass."""

import pytest

from crm.privacy import Topic, concerns

KNOWN = ["Leipomo Esimerkki Oy", "Leena Leipuri", "Niina Näyte"]
PLACES = ["Järvenpää", "Tuusula"]


def topics(text, known=KNOWN, places=PLACES):
    return [(str(c.topic), list(c.found)) for c in concerns(text, known, places)]


@pytest.mark.parametrize(
    "text",
    [
        "Uunilla ruuhkaa maanantaisin, pakkaaja puuttuu.",
        "Leena Leipuri ehtii näyttää paikat ti 1.12.",
        "Sovittu Leena Leipurin kanssa, soita 040 000 0101.",
        "Kävin Järvenpäässä, Leenalle terveisiä.",
        "Kylmäkäynti Tuusulassa meni hyvin.",
        "Mallikatu 3, Malliravintola Kahvikulma Oy on naapuri.",
        "Sairaustuuraajia tarvitaan keväällä. Lasku 12345-67890.",
        "Tekniikkaa tarvitaan: Y-tunnus 1234567-1.",
        "Tilaus 010190-2024 kesken.",
        "Kuorma-auto KU-1 lähtee klo 6.",
        "",
    ],
)
def test_ordinary_notes_raise_nothing(text):
    assert topics(text) == []


@pytest.mark.parametrize(
    "code", ["131052-308T", "131052-308t", "010594Y9032", "020502E902X"]
)
def test_identity_code_blocks_and_is_not_repeated(code):
    (concern,) = concerns(f"Hakijan tunnus {code} jäi pöydälle", KNOWN)

    assert (concern.topic, concern.blocks) == (Topic.IDENTITY, True)
    assert code not in concern.message


@pytest.mark.parametrize("text", ["131052-308A", "990190-308T", "1131052-308T"])
def test_number_that_is_no_identity_code_passes(text):
    assert topics(text) == []


@pytest.mark.parametrize("code", ["KU-0042", "ku-0042", "KU 0042", "KU0042"])
def test_candidate_code_is_noticed(code):
    assert topics(f"Sopisi hyvin: {code}") == [("candidate", [code])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ehdotin että Matti Meikäläinen kokeilee.", "Matti Meikäläinen"),
        ("Soita Matti Meikäläiselle huomenna", "Matti Meikäläiselle"),
        ("Anna-Liisa Österlund-Malli tulee mukaan", "Anna-Liisa Österlund-Malli"),
        ("Leena Virtanen aloittaisi maanantaina", "Leena Virtanen"),
    ],
)
def test_unknown_name_is_noticed(text, name):
    assert topics(text) == [("name", [name])]


def test_known_names_are_known_in_their_inflected_forms():
    assert topics("Puhuin Niina Näytteen kanssa", ["Niina Näyte"]) == []


@pytest.mark.parametrize(
    "word",
    [
        "kehitysvammainen",
        "diagnoosista",
        "ADHD",
        "lääkityksen",
        "autismin",
        "mielenterveyskuntoutuja",
        "sairauslomalla",
        "medicinering",
        "utvecklingsstörning",
        "funktionsnedsättning",
        "epilepsi",
    ],
)
def test_health_words_are_noticed_in_both_languages(word):
    assert topics(f"Hakija on {word} ja reipas") == [("health", [word])]


def test_everything_is_told_at_once_the_gravest_first():
    text = "Matti Meikäläinen 131052-308T, KU-0042, epilepsia, epilepsia"

    assert topics(text) == [
        ("identity", ["131052-308T"]),
        ("candidate", ["KU-0042"]),
        ("name", ["Matti Meikäläinen"]),
        ("health", ["epilepsia"]),
    ]
    assert [c.blocks for c in concerns(text, KNOWN)] == [True, False, False, False]


def test_messages_name_what_was_found():
    (concern,) = concerns("Matti Meikäläinen ja Liisa Esimerkki")

    assert concern.message == (
        "Look like persons' names: Matti Meikäläinen, Liisa Esimerkki."
    )
