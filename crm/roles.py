"""Roles are code: what each may do, in one table, synced to groups."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Role:
    """A role: its name, what it is for, and the permissions it gives."""

    name: "StrOrPromise"
    purpose: "StrOrPromise"
    permissions: frozenset[str] = field(default_factory=frozenset)


COACH = {
    "crm.use_crm",
    "crm.add_followup",
    "crm.change_followup",
    "crm.view_followup",
    "employers.add_contactban",
    "employers.add_contactperson",
    "employers.add_employer",
    "employers.add_tailoredjob",
    "employers.add_visit",
    "employers.add_workplace",
    "employers.change_contactperson",
    "employers.change_employer",
    "employers.change_tailoredjob",
    "employers.change_visit",
    "employers.change_workplace",
    "employers.export_employer",
    "employers.import_employer",
    "employers.view_contactperson",
    "employers.view_employer",
    "employers.view_librarytask",
    "employers.view_tailoredjob",
    "employers.view_visit",
    "employers.view_workplace",
    "placements.add_candidate",
    "placements.add_match",
    "placements.add_official",
    "placements.add_placement",
    "placements.add_subsidyprocess",
    "placements.add_trial",
    "placements.change_candidate",
    "placements.change_match",
    "placements.change_official",
    "placements.change_placement",
    "placements.change_subsidyprocess",
    "placements.change_trial",
    "placements.disclose_candidate",
    "placements.view_candidate",
    "placements.view_match",
    "placements.view_official",
    "placements.view_placement",
    "placements.view_subsidyprocess",
    "placements.view_trial",
}
MANAGER = COACH | {
    "crm.assign_work",
    "crm.backdate_freely",
    "crm.view_team",
    "employers.change_librarytask",
    "employers.correct_any_visit",
    "employers.lift_contactban",
    "employers.merge_employer",
    "employers.view_all_imports",
    "placements.add_allowancerate",
    "placements.add_legalbasis",
    "placements.add_report",
    "placements.assign_candidate",
    "placements.change_allowancerate",
    "placements.change_legalbasis",
    "placements.erase_candidate",
    "placements.export_accesslog",
    "placements.open_any_candidate",
    "placements.view_report",
}
EDITOR = {
    "cms.change_feedback",
    "cms.view_feedback",
    "cms.change_sitesettings",
    "crm.view_municipality",
    "crm.add_parameter",
    "crm.change_parameter",
    "crm.view_parameter",
    "simple_translation.submit_translation",
    "wagtailadmin.access_admin",
}
ADMIN = EDITOR | {
    "crm.use_crm",
    "crm.add_municipality",
    "crm.change_municipality",
    "crm.add_user",
    "crm.change_user",
    "crm.view_user",
    "employers.export_employer",
    "employers.view_contactperson",
    "employers.view_employer",
    "employers.view_librarytask",
    "employers.view_tailoredjob",
    "employers.view_visit",
    "employers.view_workplace",
}

ROLES: dict[str, Role] = {
    "coach": Role(
        _("Job coach"),
        _("Works with employers: visits, calls, follow-ups, imports."),
        frozenset(COACH),
    ),
    "manager": Role(
        _("Manager"),
        _("Sees the team, assigns, merges, lifts bans, corrects."),
        frozenset(MANAGER),
    ),
    "editor": Role(
        _("Editor"),
        _("Writes the public pages; keeps the dated figures true."),
        frozenset(EDITOR),
    ),
    "admin": Role(
        _("Administrator"),
        _("Users, roles, rates; publishes pages; reads employer data."),
        frozenset(ADMIN),
    ),
}

#: What each role may do to every page; an editor's work is published by the other.
PAGE_PERMISSIONS = {
    "editor": ["add_page", "change_page"],
    "admin": ["add_page", "change_page", "publish_page"],
}


def roles_follow_code(sender: AppConfig, **_signal: object) -> None:
    """Sync the groups after migrations, once the last app's permissions are there."""
    with_models = [app for app in apps.get_app_configs() if app.models_module]
    if sender is with_models[-1]:
        sync_roles()


def sync_roles() -> None:
    """Give each role's group exactly its permissions; KeyError on an unknown name."""
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in role.permissions])
    _sync_page_permissions()


def _sync_page_permissions() -> None:
    """Let editors write, admins also publish, and both choose pictures everywhere."""
    page_permission = apps.get_model("wagtailcore", "GroupPagePermission")
    collection_permission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    page = apps.get_model("wagtailcore", "Page")
    collection = apps.get_model("wagtailcore", "Collection")
    root = page.objects.filter(depth=1).first()
    library = collection.objects.filter(depth=1).first()
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__regex="^(add|change|choose)_",
    )
    for name, codenames in PAGE_PERMISSIONS.items():
        group = Group.objects.get(name=name)
        page_permission.objects.filter(group=group).exclude(
            permission__codename__in=codenames
        ).delete()
        pages = Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        )
        for permission in pages:
            page_permission.objects.get_or_create(
                group=group, page=root, permission=permission
            )
        for permission in files:
            collection_permission.objects.get_or_create(
                group=group, collection=library, permission=permission
            )
