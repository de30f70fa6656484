"""Load a living demo: people of each role and what every app brings."""

from datetime import datetime, time
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from django.utils.translation import override

from crm.models import FollowUp, Municipality, TransitionLog, User

PASSWORD = "raatali-demo"  # noqa: S105 - printed for everyone to use in the demo
PEOPLE = [
    ("coach", "Maija", "Meikäläinen", "maija@raatali.example"),
    ("coach", "Niina", "Näyte", "niina@raatali.example"),
    ("coach", "Teemu", "Testaaja", "teemu@raatali.example"),
    ("manager", "Paula", "Päällikkö-Malli", "paula@raatali.example"),
    ("editor", "Eeva", "Esimerkki", "eeva@raatali.example"),
    ("admin", "Aatu", "Aineisto", "aatu@raatali.example"),
]


class Command(BaseCommand):
    """Fill an empty database with fictional people, employers and history."""

    help = __doc__

    def handle(self, **options: Any) -> None:
        if User.objects.exists():
            msg = "The database has users already; a demo is loaded into an empty one."
            raise CommandError(msg)
        with transaction.atomic(), override("fi"):
            people = self.create_people()
            self.live(people)
            self.set_clocks()
        self.stdout.write(logins())

    def create_people(self) -> dict[str, list[User]]:
        people: dict[str, list[User]] = {}
        for role, first, last, email in PEOPLE:
            user = User.objects.create_user(
                email, PASSWORD, first_name=first, last_name=last, phone="+358400000100"
            )
            user.groups.add(Group.objects.get(name=role))
            people.setdefault(role, []).append(user)
        places = list(Municipality.objects.all())
        for index, coach in enumerate(people["coach"]):
            coach.municipalities.set(places[index * 2 : index * 2 + 2])
            coach.deputy = people["coach"][index - 1]
            coach.save()
        return people

    def live(self, people: dict[str, list[User]]) -> None:
        """Let each app live its year; writing of the past takes a manager's right."""
        managers = Group.objects.get(name="manager")
        for coach in people["coach"]:
            coach.groups.add(managers)
        for app in apps.get_app_configs():
            if module_has_submodule(app.module, "demo"):
                import_module(f"{app.name}.demo").load(people)
        for coach in people["coach"]:
            coach.groups.remove(managers)

    def set_clocks(self) -> None:
        """Write each entry's time as if it had been written on its day."""
        zone = timezone.get_current_timezone()
        entries = list(TransitionLog.objects.all())
        for entry in entries:
            entry.at = datetime.combine(entry.on, time(14, 5), zone)
        TransitionLog.objects.bulk_update(entries, ["at"], batch_size=500)
        steps = list(FollowUp.objects.all())
        for step in steps:
            step.created_at = datetime.combine(step.state_since, time(9), zone)
            if step.done_at:
                step.done_at = datetime.combine(step.state_since, time(14), zone)
        FollowUp.objects.bulk_update(steps, ["created_at", "done_at"], batch_size=500)


def logins() -> str:
    """Return the demo's logins as a table."""
    lines = [
        f"  {email:26}{first} {last}, {role}" for role, first, last, email in PEOPLE
    ]
    return "\n".join([f"Logins, password {PASSWORD}:", *lines])
