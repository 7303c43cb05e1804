"""The workflow by which changes are published: a review, then the publishing."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

WAGTAIL_WORKFLOW = "Moderators approval"
WORKFLOW = "Review and publish"
STEPS = {"Review": "Reviewer", "Publish": "Publisher"}


@transaction.atomic
def create_workflow() -> None:
    """Create the workflow in place of Wagtail's single step; any other workflow is kept."""
    root = Page.objects.get(depth=1)
    if WorkflowPage.objects.filter(page=root).exclude(workflow__name=WAGTAIL_WORKFLOW).exists():
        return
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (name, role) in enumerate(STEPS.items()):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name=role))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
