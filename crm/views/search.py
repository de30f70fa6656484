"""Search over everything: a page of its own, and the hits of the Ctrl-K dialog."""

from typing import Any

from django.views.generic import TemplateView

from crm.finders import find
from crm.views.base import PartialMixin, StaffMixin

#: Nobody types more, and a longer text only costs.
LONGEST = 100


class Search(PartialMixin, StaffMixin, TemplateView):
    """What is found by ``q``; without it, what is likely wanted."""

    template_name = "crm/search.html"
    partial = "hits"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").replace("\0", "")
        text = " ".join(asked.split())[:LONGEST]
        return super().get_context_data(
            text=text, groups=find(self.request.user, text), **kwargs
        )
