"""What an editor's first page tells: how much waits, and where."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from cms.models import Feedback


class Waiting(Component):
    """Feedback without an answer, and what the reports list."""

    order = 150
    template_name = "cms/admin/waiting.html"

    def __init__(self, reports: Sequence[Any]) -> None:
        self.reports = reports

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows = [
            {
                "label": _("Accessibility feedback"),
                "count": Feedback.objects.open().count(),
                "url": reverse("feedback:index"),
            },
            *(
                {
                    "label": view.page_title,
                    "count": view().get_queryset().count(),
                    "url": reverse(view.index_url_name),
                }
                for view in self.reports
            ),
        ]
        return {"rows": [row for row in rows if row["count"]]}
