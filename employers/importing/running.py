"""The steps of an import that the background takes, each begun exactly once."""

from typing import Any

from django.utils.translation import get_language

from employers.importing import applying, progress
from employers.models import Import
from employers.tasks import apply_import, check_import

Stage = Import.Stage


def check_later(run: Import, mapping: dict[str, str]) -> bool:
    """Have the rows checked by the mapping; False if the run is past that."""
    waiting = Import.objects.filter(
        pk=run.pk, stage__in=[Stage.UPLOADED, Stage.CHECKED]
    )
    taken = waiting.update(mapping=mapping, stage=Stage.CHECKING, problem="")
    if taken:
        progress.begin(run.pk)
        check_import.enqueue(run.pk, get_language() or "fi")
    return bool(taken)


def apply_later(run: Import) -> bool:
    """Have the rows written; False if that was begun already (a double click)."""
    taken = applying.start(run)
    if taken:
        apply_import.enqueue(run.pk, get_language() or "fi")
    return taken


def again(run: Import) -> None:
    """Start a step anew whose worker has died; what it does happens only once."""
    tasks: dict[str, Any] = {Stage.CHECKING: check_import, Stage.APPLYING: apply_import}
    if run.stage in tasks and progress.ask(run.pk).is_stuck:
        progress.begin(run.pk)
        tasks[run.stage].enqueue(run.pk, get_language() or "fi")
