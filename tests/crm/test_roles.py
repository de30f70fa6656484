"""Roles are code; groups follow them."""

import pytest
from django.contrib.auth.models import Group, Permission

from crm.roles import ROLES, sync_roles


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_group_has_exactly_the_permissions_of_its_role(role):
    names = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=role).permissions.select_related(
            "content_type"
        )
    }

    assert names == ROLES[role].permissions


@pytest.mark.django_db
def test_sync_takes_away_what_a_role_no_longer_has():
    editor = Group.objects.get(name="editor")
    editor.permissions.add(Permission.objects.get(codename="merge_employer"))

    sync_roles()

    assert not editor.permissions.filter(codename="merge_employer").exists()


@pytest.mark.django_db
def test_unknown_permission_is_an_error(monkeypatch):
    role = ROLES["coach"]
    wrong = type(role)(role.name, role.purpose, frozenset({"crm.fly"}))
    monkeypatch.setitem(ROLES, "coach", wrong)

    with pytest.raises(KeyError, match=r"crm\.fly"):
        sync_roles()
