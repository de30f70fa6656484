"""Write what the README says about the code from the code itself."""

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from django.utils import translation

from crm.lifecycle import Lifecycle, targets
from crm.management.commands.load_demo import PASSWORD, PEOPLE
from crm.roles import ROLES

README = Path(settings.BASE_DIR) / "README.md"
#: Top down: each may import those after it.
APPS = ("cms", "placements", "employers", "crm")
#: What Django expects in these places needs no line of its own.
USUAL = {"__init__", "apps", "wsgi"}


class Command(BaseCommand):
    """Draw the generated parts of the README: logins, map, lifecycles, roles."""

    help = "Draw the generated parts of the README (--check only compares)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text = README.read_text("utf-8")
        drawn = redraw(text)
        if options["check"]:
            if drawn != text:
                message = "The README is out of date; run `make docs` and commit."
                raise CommandError(message)
        elif drawn != text:
            README.write_text(drawn, "utf-8")


def redraw(text: str) -> str:
    """Return the README's text with each generated part drawn anew."""
    parts = {
        "logins": logins,
        "map": code_map,
        "lifecycles": lifecycles,
        "roles": roles,
    }
    with translation.override("en"):
        for name, draw in parts.items():
            body = f"<!-- {name}: make docs -->\n\n{draw()}\n\n<!-- /{name} -->"
            pattern = rf"<!-- {name}: make docs -->.*?<!-- /{name} -->"
            pieces = re.split(pattern, text, flags=re.DOTALL)
            if len(pieces) != 2:  # noqa: PLR2004 - what stands before and what after
                message = f"The README has no single place for its {name}."
                raise CommandError(message)
            text = body.join(pieces)
    return text


def logins() -> str:
    """Return who may log in to the demo."""
    lines = ["| Log in as | Who | Role |", "|---|---|---|"]
    lines += [
        f"| `{email}` | {first} {last} | {ROLES[role].name} |"
        for role, first, last, email in PEOPLE
    ]
    return "\n".join([*lines, "", f"Everybody's password is `{PASSWORD}`."])


# --- The map ----------------------------------------------------------------


def code_map() -> str:
    return "\n\n".join("\n".join(app_lines(name)) for name in APPS)


def app_lines(app: str) -> Iterator[str]:
    """Yield an app's line, and one for each of its modules that says what it is."""
    folder = Path(settings.BASE_DIR) / app
    yield f"**`{app}/`** {summary(folder / 'apps.py')}"
    yield ""
    for path in sorted(folder.iterdir()):
        module = path / "__init__.py" if path.is_dir() else path
        if path.stem in USUAL or module.suffix != ".py" or not module.exists():
            continue
        if words := summary(module):
            yield f"- `{path.name}{'/' if path.is_dir() else ''}` {words}"


def summary(module: Path) -> str:
    """Return the first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return text.partition("\n")[0]


# --- Lifecycles -------------------------------------------------------------


def lifecycles() -> str:
    models = [model for model in apps.get_models() if issubclass(model, Lifecycle)]
    return "\n\n".join(diagram(model) for model in models)


def diagram(model: type[Lifecycle]) -> str:
    """Return one lifecycle as a mermaid state diagram."""
    options: Any = model._meta
    field = options.get_field("state")
    lines = [f"### {model.__name__}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"  {value}: {label}" for value, label in field.choices]
    lines.append(f"  [*] --> {field.default}")
    moves = sorted(
        (move.source, target, move.name)
        for move in model().get_all_state_transitions()
        for target in targets(move)
    )
    lines += [f"  {source} --> {target}: {name}" for source, target, name in moves]
    return "\n".join([*lines, "```"])


# --- Roles ------------------------------------------------------------------


def roles() -> str:
    """Return who is who, and which permission each role gives."""
    names = list(ROLES)
    lines = ["| Role | For what |", "|---|---|"]
    lines += [f"| {ROLES[name].name} | {ROLES[name].purpose} |" for name in names]
    lines += [
        "",
        f"| Permission | {' | '.join(str(ROLES[name].name) for name in names)} |",
        f"|---|{':-:|' * len(names)}",
    ]
    labels = permission_labels()
    for permission in sorted({p for role in ROLES.values() for p in role.permissions}):
        marks = ["✓" if permission in ROLES[name].permissions else "" for name in names]
        label = labels.get(permission, permission)
        lines.append(f"| {label} (`{permission}`) | {' | '.join(marks)} |")
    return "\n".join(lines)


def permission_labels() -> dict[str, str]:
    """Return every permission's sentence, from the models that declare them."""
    return dict(pair for model in apps.get_models() for pair in labels_of(model))


def labels_of(model: type[Model]) -> Iterator[tuple[str, str]]:
    options = model._meta
    for action in options.default_permissions:
        codename = get_permission_codename(action, options)
        yield (
            f"{options.app_label}.{codename}",
            f"Can {action} {options.verbose_name_raw}",
        )
    for codename, label in options.permissions:
        yield f"{options.app_label}.{codename}", str(label)
