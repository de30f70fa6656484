"""Fill an empty database with a big, evidently synthetic data set."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.models import TransitionLog
from employers.models import Employer
from placements.bench_data import load_all


class Command(BaseCommand):
    """Write employers, contacts, jobs and people in bulk, valid by every constraint."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--employers", type=int, default=100_000)
        parser.add_argument("--visits", type=int, default=1_000_000)

    def handle(self, employers: int, visits: int, **options: Any) -> None:
        if Employer.objects.exists():
            msg = "There are employers here. Name an empty database in DATABASE_URL."
            raise CommandError(msg)
        for done in load_all(employers, visits):
            self.stdout.write(f"\r{done:,} employers", ending="")
            self.stdout.flush()
        moves = TransitionLog.objects.count()
        self.stdout.write(f"\r{employers:,} employers, {visits:,} contacts, ")
        self.stdout.write(f"{moves:,} moves.")
