"""See that nobody has changed, cut out or cut off anything in the access log."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.append_only import missing_triggers
from crm.models import AccessLog, AccessLogEnd, AccessLogStart

#: So many breaks are named one by one.
SHOWN = 20


class Command(BaseCommand):
    """Walk the chain; say where it breaks, else print its end to be kept elsewhere."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            metavar="NUMBER:DIGEST",
            help="An end that was printed earlier and kept elsewhere.",
        )

    def handle(self, anchor: str | None, **options: Any) -> None:
        problems = [
            f"row {found.number}: {found.why}"
            for found in islice(AccessLog.objects.breaks(), SHOWN)
        ]
        problems += [
            f"trigger {name} is missing" for name in sorted(missing_triggers())
        ]
        if anchor and not holds(anchor):
            problems.append(f"the chain no longer goes through {anchor}")
        if problems:
            message = "The access log has been tampered with:\n" + "\n".join(problems)
            raise CommandError(message)
        end = AccessLogEnd.objects.filter(pk=AccessLogEnd.ONLY).first()
        self.stdout.write(f"The access log is whole. Its end: {end}")


def holds(anchor: str) -> bool:
    """Whether the row that an earlier run printed is still the same.

    One that has gone since, its time over, no longer proves anything: twelve years
    are long enough to have kept a later one.
    """
    number, _colon, digest = anchor.partition(":")
    if not number.isdecimal():
        return False
    if int(number) == 0:
        return True
    if AccessLogStart.objects.filter(number=number, digest=digest).exists():
        return True
    return AccessLog.objects.filter(number=number, digest=digest).exists()
