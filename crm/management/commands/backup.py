"""Back up database and uploaded files into one archive; prove that it comes back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm import backup
from crm.backup_engines import BackupError


class Command(BaseCommand):
    """Write the archive; with ``--drill`` also restore it beside and compare."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="The file to write.")
        parser.add_argument(
            "--drill",
            action="store_true",
            help="Restore it into a database of its own, compare, clear that away.",
        )

    def handle(self, archive: Path, **options: Any) -> None:
        if archive.exists():
            message = f"{archive} exists already; a backup is never overwritten."
            raise CommandError(message)
        try:
            found = backup.make(archive)
            self.stdout.write(f"{archive}: {found}")
            if options["drill"]:
                self.stdout.write(f"Restored beside and equal: {backup.drill(archive)}")
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
