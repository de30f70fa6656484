"""What the demo's site tells of agreed jobs: evidently fictional, with consents."""

from datetime import date, timedelta
from typing import NamedTuple

from employers.models import TailoredJob


class Told(NamedTuple):
    """How a job is told of in Finnish, Swedish and English."""

    title_fi: str
    text_fi: str
    title_sv: str
    text_sv: str
    title_en: str
    text_en: str


#: Name of the job → what its employer has allowed to be told.
EXAMPLES = {
    "Kahvilan apulainen": Told(
        "Kahvilan aamuapu",
        "Pöydät, tiskit ja salaattipöydän täydennys. Kokki ehtii laittaa ruoan.",
        "Morgonhjälp på kaféet",
        "Bord, disk och påfyllning av salladsbordet. Kocken hinner laga maten.",
        "Morning help in a café",
        "Tables, dishes and the salad bar. The cook has time to cook.",
    ),
    "Tiskari": Told(
        "Ravintolan tiskaaja",
        "Tiskikone, hyllytys ja roskat. Tarjoilija pysyy salissa.",
        "Diskare på restaurang",
        "Diskmaskin, hyllor och sopor. Serveringen kan vara kvar i salen.",
        "Dishwasher in a restaurant",
        "Dishes, shelves and waste. The waiter stays with the guests.",
    ),
    "Pesulan apulainen": Told(
        "Pesulan viikkaaja",
        "Pyyhkeiden viikkaus ja kärryjen täyttö. Kiireisin vuoro ei enää veny.",
        "Vikare på tvätteri",
        "Vika handdukar och fylla vagnar. Det mest brådskande skiftet drar inte ut.",
        "Folder in a laundry",
        "Folding towels and filling trolleys. The busiest shift no longer runs late.",
    ),
    "Salin apulainen": Told(
        "Lounassalin apulainen",
        "Tarjottimet, pöydät ja vesikannut. Kaksi tekijää jakaa yhden työn.",
        "Hjälp i lunchsalen",
        "Brickor, bord och vattenkannor. Två personer delar på ett arbete.",
        "Help in a lunch room",
        "Trays, tables and water jugs. Two people share one job.",
    ),
    "Lajittelija": Told(
        "Tekstiilien lajittelija",
        "Lajittelu värin mukaan, säkitys ja hyllytys. Koneet eivät odota tyhjinä.",
        "Sorterare av textilier",
        "Sortera efter färg, packa i säckar, fylla hyllor. Maskinerna står inte tomma.",
        "Textile sorter",
        "Sorting by colour, bagging, shelving. The machines do not stand empty.",
    ),
    "Leipien pussittaja": Told(
        "Leipien pussittaja",
        "Pussitus, peltien pesu, laatikoiden taittelu. Leipuri pääsee ajoissa kotiin.",
        "Brödpackare",
        "Packa bröd, diska plåtar och vika lådor. Bagaren hinner hem i tid.",
        "Bread bagger",
        "Bagging bread, washing trays, folding boxes. The baker gets home on time.",
    ),
}


def tell_of(job: TailoredJob, today: date) -> None:
    """Record the consent of the employer's first contact, if the job is told of."""
    told, person = EXAMPLES.get(job.title), job.employer.people.present().first()
    if told and person:
        job.publish_example(
            told._asdict(),
            allowed_by=person,
            allowed_on=today - timedelta(days=1),
            until=today + timedelta(days=364),
            by=job.coach,
        )
