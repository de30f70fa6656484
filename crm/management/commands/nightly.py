"""Run what happens by itself every night; safe to run any number of times."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.nightly import run_all


class Command(BaseCommand):
    """``manage.py nightly``, from cron or a timer once a night."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for label, count in run_all():
            self.stdout.write(f"{label}: {'failed' if count is None else count}")
            failed += [label] if count is None else []
        if failed:
            message = f"Failed, see the log: {', '.join(failed)}"
            raise CommandError(message)
