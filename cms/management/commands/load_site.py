"""Make the pages of the public site that are not there yet; change nothing else."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.loading import load_site


class Command(BaseCommand):
    """Load the site's starting content; what editors have changed stays."""

    help = __doc__

    def handle(self, **options: Any) -> None:
        with transaction.atomic():
            made = load_site()
        self.stdout.write(f"Pages made: {made}.")
