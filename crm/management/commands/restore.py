"""Bring a backup into an empty database and empty folders, and compare."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm import backup
from crm.backup_engines import BackupError


class Command(BaseCommand):
    """Restore where the settings point; refuses to touch what holds something."""

    help = __doc__
    #: The database is empty: nothing of it can be checked.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="The file of manage.py backup.")

    def handle(self, archive: Path, **options: Any) -> None:
        try:
            self.stdout.write(f"Restored and equal: {backup.restore(archive)}")
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
