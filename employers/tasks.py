"""Work in the background: thin, each fetches and calls what does it."""

import logging

from django.tasks import task
from django.utils import translation

from employers.importing import applying, checking
from employers.models import Import

logger = logging.getLogger(__name__)


@task()
def check_import(pk: int, language: str) -> None:
    """Give each row of the import its verdict."""
    run = Import.objects.filter(pk=pk, stage=Import.Stage.CHECKING).first()
    if run is None:
        return
    with translation.override(language):
        try:
            checking.check(run)
        except Exception:
            checking.fail(run, str(checking.BROKE))
            logger.exception("The check of import %s broke off", pk)
            raise


@task()
def apply_import(pk: int, language: str) -> None:
    """Write the import: all of it, or nothing."""
    run = Import.objects.filter(pk=pk, stage=Import.Stage.APPLYING).first()
    if run is None:
        return
    with translation.override(language):
        try:
            applying.apply(run)
        except Exception:
            checking.fail(run, str(checking.BROKE))
            logger.exception("The writing of import %s broke off", pk)
            raise
