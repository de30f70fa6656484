"""How fast a list of employers comes in, beside a bare ``bulk_create`` of its rows."""

import csv
import io
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from django.db import transaction
from stdnum.fi import ytunnus

from crm.bench import Figure
from crm.models import Municipality, User
from employers.bench_data import bench_people, load
from employers.importing import applying, checking, uploading
from employers.models import ContactPerson, Employer, Import, Workplace
from employers.names import name_key

SYLLABLES = [
    *("ka", "la", "me", "no", "pu", "ri", "sa", "te", "ve", "hi", "jo", "ko"),
    *("lu", "mi", "na", "pe", "ro", "su", "ta", "ui", "va", "yli", "öly", "ähi"),
]
KINDS = ["Leipomo", "Pesula", "Puutarha", "Varasto", "Kahvila", "Hotelli", "Tehdas"]
HEADINGS = [
    *("Yritys", "Y-tunnus", "Toimiala", "Kunta", "Katuosoite", "Postinumero"),
    *("Postitoimipaikka", "Yhteyshenkilö", "Puhelin", "Sähköposti", "Huomiot"),
]
#: The whole path is run so many times, each time taken back.
RUNS = 3


def bench_import(rows: int) -> Iterator[Figure]:
    """Read, check and write ``rows`` new employers into as many that are here."""
    for _done in load(rows, visits=0):
        pass
    coaches, _manager = bench_people()
    content = a_list(rows)
    runs = [_one_run(content, coaches[0], rows) for _run in range(RUNS)]
    check, apply, floor = map(statistics.median, zip(*runs, strict=True))
    yield _figure("import: check", rows, check, floor)
    yield _figure("import: write", rows, apply, floor)
    yield _figure("import: check and write", rows, check + apply, floor)


def _one_run(content: bytes, user: User, rows: int) -> tuple[float, float, float]:
    """Return the seconds of the check, of the writing, and of the bare rows."""
    with transaction.atomic():
        run = uploading.upload("bench.csv", content, user)
        Import.objects.filter(pk=run.pk).update(stage=Import.Stage.CHECKING)
        check = _seconds(partial(checking.check, run))
        run = Import.objects.get(pk=run.pk)
        applying.start(run)
        apply = _seconds(partial(applying.apply, run))
        _complain_unless(run, rows)
        transaction.set_rollback(True)
    with transaction.atomic():
        table = list(csv.reader(io.StringIO(content.decode()), delimiter=";"))
        floor = _seconds(partial(bare, table[1:]))
        transaction.set_rollback(True)
    return check, apply, floor


def _figure(name: str, rows: int, seconds: float, floor: float) -> Figure:
    return Figure(
        name=name,
        median_ms=round(seconds * 1000, 1),
        rows_per_s=round(rows / seconds),
        floor_ms=round(floor * 1000, 1),
        ratio=round(floor / seconds, 2),
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _complain_unless(run: Import, rows: int) -> None:
    run = Import.objects.get(pk=run.pk)
    if run.counts.get("created") != rows:
        message = f"Not every row was written: {run.counts} {run.problem}"
        raise RuntimeError(message)


def a_list(rows: int) -> bytes:
    """Return a list of made-up employers as CSV, each one new."""
    dice = Random(rows)  # noqa: S311 - a benchmark, not a secret
    towns = list(Municipality.objects.values_list("name_fi", flat=True))
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADINGS)
    for number in range(rows):
        kind, town = dice.choice(KINDS), dice.choice(towns)
        name = "".join(dice.choices(SYLLABLES, k=4)).title()
        digits = f"{3_000_000 + number:07}"
        check = _check_digit(digits)
        writer.writerow(
            [
                f"{kind} {name} {number} Oy",
                f"{digits}-{check}" if check else "",
                kind,
                town,
                f"Mallikatu {number % 90}",
                f"{4000 + number % 900:05}",
                town,
                f"Erkki {name}",
                f"040 {number:07}",
                f"info{number}@esimerkki.example",
                "Synteettinen rivi",
            ]
        )
    return file.getvalue().encode()


def _check_digit(digits: str) -> str:
    found = (str(d) for d in range(10) if ytunnus.is_valid(f"{digits}{d}"))
    return next(found, "")


def bare(table: list[list[str]]) -> None:
    """Write the same rows by Django's ``bulk_create``, without any check or history."""
    towns = {m.name_fi: m for m in Municipality.objects.all()}
    employers = Employer.objects.bulk_create(
        Employer(
            name=row[0],
            business_id=row[1],
            no_business_id_reason="" if row[1] else "Synthetic",
            trade=row[2],
            municipality=towns[row[3]],
            notes=row[10],
            name_key=name_key(row[0]),
            search_text=" ".join(row[:6]),
        )
        for row in table
    )
    pairs = list(zip(employers, table, strict=True))
    Workplace.objects.bulk_create(
        Workplace(
            employer=employer,
            street=row[4],
            postal_code=row[5],
            post_office=row[6],
            municipality=employer.municipality,
        )
        for employer, row in pairs
    )
    ContactPerson.objects.bulk_create(
        ContactPerson(employer=employer, name=row[7], phone=row[8], email=row[9])
        for employer, row in pairs
    )
