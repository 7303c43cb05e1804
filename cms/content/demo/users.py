"""Who works at the demo: an administrator, one user of each role, and their workflow."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

ADMIN = "admin"
WAGTAILS_OWN = "Moderators approval"
WORKFLOW = "Review and publish"
STEPS = {"Review": "Reviewer", "Publish": "Publisher"}


def load_users(password: str | None) -> tuple[list[str], str | None]:
    """The names of the users made, and their password if it is new.

    The administrator is `admin`; the users of roles have the roles' names, like `search-editor`.
    """
    users = get_user_model()
    generated = None
    made = []
    if not users.objects.filter(username=ADMIN).exists():
        if password is None:
            generated = password = secrets.token_urlsafe(12)
        users.objects.create_superuser(ADMIN, password=password)
        made.append(ADMIN)
    if password is None:
        return [], None
    for role in Group.objects.filter(permissions__codename="access_admin").order_by("pk"):
        username = role.name.lower().replace(" ", "-")
        if not users.objects.filter(username=username).exists():
            users.objects.create_user(username, password=password).groups.add(role)
            made.append(username)
    return made, generated


@transaction.atomic
def load_workflow() -> None:
    """Writing, review, publishing; in place of the single step that Wagtail comes with."""
    root = Page.objects.get(depth=1)
    if WorkflowPage.objects.filter(page=root).exclude(workflow__name=WAGTAILS_OWN).exists():
        return
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (name, role) in enumerate(STEPS.items()):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name=role))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
