"""Serve the demo: the web server and the background worker in one command."""

import os
import subprocess
import sys
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from crm.management.commands.load_demo import logins
from crm.models import User


class Command(BaseCommand):
    """Migrate, load the demo into an empty database, serve until interrupted."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--port", default=port, help="Default: PORT or 8000.")

    def handle(self, port: str, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not User.objects.exists():
            call_command("load_demo", stdout=StringIO())
        self.stdout.write(f"{logins()}\n\nRäätäli: http://127.0.0.1:{port}/crm/")
        self.stdout.flush()
        worker = subprocess.Popen([sys.executable, "manage.py", "db_worker"])
        try:
            subprocess.run(  # noqa: S603 - fixed commands
                [
                    *(sys.executable, "-m", "gunicorn", "crm.wsgi"),
                    *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
                    *("--threads", "4", "--log-level", "warning"),
                ],
                check=False,
            )
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            worker.terminate()
