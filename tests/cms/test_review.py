"""From draft to the site: who writes, who publishes, and that it is set up once."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from cms.models import PlainPage
from cms.review import WORKFLOW, load_workflow
from crm.roles import sync_roles

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]


@pytest.fixture
def page():
    return PlainPage.objects.get(slug="tietoa-sivustosta")


@pytest.fixture
def submitted(page, editor):
    """Return the page with an editor's draft that waits for its review."""
    page.lead = "Uusi ingressi."
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return page


def approve(client, page):
    state = page.current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]
    )
    return client.post(address, {"comment": "Hyvä."})


def lead_of(page):
    return PlainPage.objects.get(pk=page.pk).lead


def test_every_page_goes_through_the_workflow(page):
    assert page.get_workflow().name == WORKFLOW
    assert [w.name for w in Workflow.objects.active()] == [WORKFLOW]


def test_review_is_asked_of_those_who_publish(submitted, admin_user):
    task = submitted.current_workflow_task
    may = list(
        GroupPagePermission.objects.filter(
            permission__codename="publish_page"
        ).values_list("group__name", flat=True)
    )

    assert [group.name for group in task.groups.all()] == may == ["admin"]
    assert lead_of(submitted) != "Uusi ingressi."


def test_approved_page_is_published(submitted, admin_client):
    approve(admin_client, submitted)

    assert lead_of(submitted) == "Uusi ingressi."


def test_editor_approves_nothing(submitted, editor_client):
    approve(editor_client, submitted)

    assert lead_of(submitted) != "Uusi ingressi."


def test_loading_again_keeps_what_was_changed():
    other = Workflow.objects.create(name="Oma")
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).update(workflow=other)

    load_workflow()

    assert WorkflowPage.objects.get().workflow == other
    assert Workflow.objects.filter(name=WORKFLOW).count() == 1


def test_roles_take_back_what_editors_had():
    editors = Group.objects.get(name="editor")
    root = Page.get_first_root_node()
    publish = GroupPagePermission.objects.get(
        group__name="admin", permission__codename="publish_page"
    ).permission
    GroupPagePermission.objects.create(group=editors, page=root, permission=publish)

    sync_roles()

    rows = GroupPagePermission.objects.filter(group=editors)
    assert {row.permission.codename for row in rows} == {"add_page", "change_page"}
