"""From draft to the site: an editor submits a page, an administrator publishes it."""

from django.contrib.auth.models import Group
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

#: Names are stored, so they are in the site's own language.
WORKFLOW, TASK = "Luonnoksesta julkaisuun", "Tarkistus ja julkaisu"
#: Who approves; publishing is theirs (``crm/roles.py``).
PUBLISHERS = "admin"


def load_workflow() -> None:
    """Make the workflow of every page once; one that is there stays as it is."""
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return
    task = GroupApprovalTask.objects.create(name=TASK)
    task.groups.set(Group.objects.filter(name=PUBLISHERS))
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    root = Page.get_first_root_node()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    # Wagtail's own begins with a group that is not ours.
    for other in Workflow.objects.active().exclude(pk=workflow.pk):
        other.deactivate()
