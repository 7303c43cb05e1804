"""The panel in the page editor that lists findings."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel

from cms.content.checks.inspection import check


class ChecksPanel(Panel):
    """Shows the findings for the last saved version that hold today."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/checks.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            today = timezone.localdate()
            findings = check([self.instance])[self.instance.pk].findings
            current = [each for each in findings if each.since is None or each.since <= today]
            return context | {"findings": current}
