"""Measure pages, imports and reports on a database made for the purpose."""

from collections.abc import Callable
from importlib import import_module
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings
from django.utils.module_loading import module_has_submodule

from crm.bench import BENCH_MAIL, as_json, as_table
from crm.models import User

IMMEDIATE = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


def benchmarks() -> dict[str, Callable[..., Any]]:
    """Return the ``bench_<name>`` functions of the apps' bench modules by name."""
    found = {}
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "bench"):
            module = import_module(f"{app.name}.bench")
            for name, function in vars(module).items():
                if name.startswith("bench_") and callable(function):
                    found[name.removeprefix("bench_")] = function
    return found


class Command(BaseCommand):
    """Run one benchmark in a throw-away database; real data is never touched."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="+", choices=sorted(benchmarks()))
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--json", action="store_true", help="One object a line.")
        parser.add_argument(
            "--here",
            action="store_true",
            help="In the database of load_benchmark as it is; --rows is ignored.",
        )

    def handle(self, names: list[str], rows: int, **options: Any) -> None:
        if settings.DEBUG:
            msg = "DEBUG keeps every query in memory; measure without it."
            raise CommandError(msg)
        call_command("collectstatic", interactive=False, verbosity=0)
        show = as_json if options["json"] else as_table
        with override_settings(
            TASKS=IMMEDIATE, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False
        ):
            if options["here"]:
                self._refuse_real_data()
                self._measure(names, rows, show)
                return
            creation = connection.creation
            real_name = connection.settings_dict["NAME"]
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            try:
                self._measure(names, rows, show)
            finally:
                creation.destroy_test_db(real_name, verbosity=0)

    def _measure(self, names: list[str], rows: int, show: Any) -> None:
        figures = chain.from_iterable(benchmarks()[name](rows) for name in names)
        for line in show(figures):
            self.stdout.write(line)

    def _refuse_real_data(self) -> None:
        if not User.objects.filter(email__endswith=BENCH_MAIL).exists():
            msg = "This database was not filled by load_benchmark."
            raise CommandError(msg)
