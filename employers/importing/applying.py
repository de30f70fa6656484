"""What was decided is written: one transaction, or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import Municipality, TransitionLog, User
from employers.importing import progress, tables
from employers.importing.checking import as_json
from employers.importing.comparing import EMPLOYER, PERSON, SITE, Comparer, search_text
from employers.importing.matching import Current, fetch_current
from employers.importing.updating import Change, change_of, write_changes
from employers.importing.values import Places
from employers.industries import section_of
from employers.models import ContactPerson, Employer, Import, ImportRow, Workplace
from employers.names import name_key

Verdict, Decision = ImportRow.Verdict, ImportRow.Decision
Outcome = ImportRow.Outcome

EMPLOYER_COLUMNS = (
    "id",
    *EMPLOYER.values(),
    "no_business_id_reason",
    "industry_scheme",
    "industry_section",
    "municipality_id",
    "place",
    "coach_id",
    "name_key",
    "search_text",
)
SITE_COLUMNS = ("id", "employer_id", "municipality_id", *SITE.values())
PERSON_COLUMNS = ("id", "employer_id", *PERSON.values())


def start(run: Import) -> bool:
    """Take the run to be written; False if somebody was faster."""
    Stage = Import.Stage  # noqa: N806 - a class
    taken = Import.objects.filter(pk=run.pk, stage=Stage.CHECKED).update(
        stage=Stage.APPLYING, problem=""
    )
    if taken:
        progress.begin(run.pk)
    return bool(taken)


@transaction.atomic
def apply(run: Import) -> None:
    """Write all rows that are to be written. Whoever comes second does nothing."""
    now = timezone.now()
    claimed = Import.objects.filter(pk=run.pk, stage=Import.Stage.APPLYING).update(
        stage=Import.Stage.APPLIED, applied_at=now, content=b""
    )
    if claimed:
        run.applied_at = now
        Writer(run, now).write()


def may_be_new(row: ImportRow) -> bool:
    """Whether the row makes a new employer."""
    if row.verdict == Verdict.NEW:
        return row.decision != Decision.SKIP
    return row.decision == Decision.CREATE


def may_change(row: ImportRow) -> bool:
    """Whether the row changes an employer that is here."""
    if row.verdict == Verdict.CHANGED:
        return row.decision != Decision.SKIP
    return row.decision in {Decision.FILL, Decision.REPLACE}


@dataclass
class Writer:
    """Writes one import."""

    run: Import
    now: datetime

    def __post_init__(self) -> None:
        self.places = Places(Municipality.objects.all())
        self.coaches = dict(User.objects.assignable().values_list("pk", "email"))
        self.coach_keys = {email.lower(): pk for pk, email in self.coaches.items()}
        self.refused: list[ImportRow] = []
        self.kept: list[ImportRow] = []

    def write(self) -> None:
        """Write new employers and changes, and note on each row what became of it."""
        passed = (Verdict.SAME, Verdict.ERROR)
        rows = list(
            self.run.rows.exclude(verdict__in=passed)
            .order_by("number")
            .defer("cells", "differences")
        )
        new = self._still_free([row for row in rows if may_be_new(row)])
        known = [row for row in rows if may_change(row)]
        self._tell(0)
        self._create(new)
        changes = self._changes(known)
        write_changes(changes, user=self.run.user_id, at=self.now)
        self._note(new, changes)
        counts = {
            "created": len(new),
            "updated": len(changes),
            "kept": len(self.kept),
            "left": self.run.rows.left_out().count(),
        }
        self.run.counts |= counts
        Import.objects.filter(pk=self.run.pk).update(counts=self.run.counts)

    def _tell(self, done: int) -> None:
        progress.tell(self.run.pk, done, self.run.row_count)

    # --- what the check could not know ------------------------------------------

    def _still_free(self, rows: list[ImportRow]) -> list[ImportRow]:
        """Refuse the rows whose Y-tunnus has come meanwhile."""
        ids = {row.values.get("business_id", "") for row in rows} - {""}
        taken = set(
            Employer.objects.exclude(business_id="").values_list(
                "business_id", flat=True
            )
            if len(ids) > tables.MAX_KEYS
            else Employer.objects.filter(business_id__in=ids).values_list(
                "business_id", flat=True
            )
        )
        return self._keep(
            rows, "taken", lambda row: row.values.get("business_id") not in taken
        )

    def _keep(
        self, rows: list[ImportRow], code: str, fits: Callable[[ImportRow], bool]
    ) -> list[ImportRow]:
        kept = []
        for row in rows:
            if fits(row):
                kept.append(row)
            else:
                row.verdict = Verdict.ERROR
                row.problems = [*row.problems, ["name", code, ""]]
                self.refused.append(row)
        return kept

    def _changes(self, rows: list[ImportRow]) -> list[Change]:
        """Say what changes in which employer, as they are now."""
        pks = [row.match_id for row in rows if row.match_id]
        current = fetch_current(pks, lock=True)
        closed = Employer.State.MERGED
        rows = self._keep(
            rows,
            "gone",
            lambda row: (
                row.match_id in current
                and current[row.match_id].employer.state != closed
            ),
        )
        rows = self._keep(rows, "banned", lambda row: self._may_touch(row, current))
        first = {row.match_id: row for row in reversed(rows)}
        rows = self._keep(rows, "matched_twice", lambda row: first[row.match_id] is row)
        comparer = Comparer(self.places, self.coaches)
        changes = []
        for row in rows:
            known = current[row.match_id or 0]
            changes.append(change_of(row, known, comparer, self.coach_keys))
        self.kept = [change.row for change in changes if not change.is_one]
        return [change for change in changes if change.is_one]

    def _may_touch(self, row: ImportRow, current: dict[int, Current]) -> bool:
        employer = current[row.match_id or 0].employer
        forbidden = employer.state == Employer.State.DO_NOT_CONTACT
        return not forbidden or row.verdict == Verdict.BANNED

    # --- new employers ------------------------------------------------------------

    def _create(self, rows: list[ImportRow]) -> None:
        keys = tables.reserve_keys(Employer, len(rows))
        for row, key in zip(rows, keys, strict=True):
            row.employer_id, row.outcome = key, Outcome.CREATED
        common = {"created_at": self.now, "changed_at": self.now}
        tables.insert(Employer, EMPLOYER_COLUMNS, map(self._employer, rows), **common)
        tables.copy_history(Employer, keys, "+", user=self.run.user_id, at=self.now)
        self._tell(self.run.row_count // 3)
        self._create_parts(rows, SITE, Workplace, SITE_COLUMNS, self._site)
        self._create_parts(rows, PERSON, ContactPerson, PERSON_COLUMNS, self._person)
        self._tell(2 * self.run.row_count // 3)
        tables.insert(
            TransitionLog,
            ("object_id",),
            ((key,) for key in keys),
            on=timezone.localdate(self.now),
            by_id=self.run.user_id,
            content_type=ContentType.objects.get_for_model(Employer),
            name="begin",
            target=Employer.State.LEAD,
            note=_("Imported from %(file)s") % {"file": self.run.file_name},
        )

    def _employer(self, row: ImportRow) -> tuple[Any, ...]:
        values = row.values
        scheme = values.get("industry_scheme", "TOL2025")
        town = self.places.by_name.get(values.get("municipality", ""))
        towns = (town.name_fi, town.name_sv) if town else ("", "")
        reason = values.get("no_business_id_reason") or _("Not in the imported list")
        return (
            row.employer_id,
            *(values.get(target, "") for target in EMPLOYER),
            "" if values.get("business_id") else reason,
            scheme,
            section_of(scheme, values.get("industry_code", "")),
            town.pk if town else None,
            values.get("place", ""),
            self.coach_keys.get(values.get("coach", "")),
            name_key(values["name"]),
            search_text(values, towns, towns[0] if _has(values, SITE) else ""),
        )

    def _create_parts(
        self,
        rows: list[ImportRow],
        targets: dict[str, str],
        model: Any,
        columns: tuple[str, ...],
        columns_of: Callable[[ImportRow], tuple[Any, ...]],
    ) -> None:
        rows = [row for row in rows if _has(row.values, targets)]
        keys = tables.reserve_keys(model, len(rows))
        parts = ((key, *columns_of(row)) for key, row in zip(keys, rows, strict=True))
        tables.insert(model, columns, parts)
        tables.copy_history(model, keys, "+", user=self.run.user_id, at=self.now)

    def _site(self, row: ImportRow) -> tuple[Any, ...]:
        town = self.places.by_name.get(row.values.get("municipality", ""))
        values = (row.values.get(target, "") for target in SITE)
        return (row.employer_id, town.pk if town else None, *values)

    def _person(self, row: ImportRow) -> tuple[Any, ...]:
        values = {"language": ContactPerson.Language.FI.value, **row.values}
        return (row.employer_id, *(values.get(target, "") for target in PERSON))

    # --- the rows ------------------------------------------------------------------

    def _note(self, new: list[ImportRow], changes: list[Change]) -> None:
        written = ((row.pk, row.employer_id or 0) for row in new)
        created = str(Outcome.CREATED)
        tables.connect(ImportRow, "employer_id", written, outcome=created)
        known = [*(change.row for change in changes), *self.kept]
        tables.update(
            ImportRow,
            ("employer_id", "outcome", "before"),
            (
                (row.employer_id, str(row.outcome), as_json(row.before), row.pk)
                for row in known
            ),
        )
        ImportRow.objects.bulk_update(self.refused, ["verdict", "problems"])


def _has(values: dict[str, str], targets: Iterable[str]) -> bool:
    """Whether the row tells of a workplace, or of a person."""
    own = set(targets) - {"language"}
    return not own.isdisjoint(values)
