"""Keeping the grounds on which somebody is a client."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from crm.forms import DateInput
from crm.stale import StaleGuardForm
from placements.models import LegalBasis


class LegalBasisForm(StaleGuardForm):
    """Names, source and the days on which decisions on this ground can be in force."""

    class Meta:
        model = LegalBasis
        fields: ClassVar = (
            "code",
            "name_fi",
            "name_sv",
            "name_en",
            "source",
            "valid_from",
            "valid_to",
            "is_decision",
            "order",
        )
        widgets: ClassVar = {"valid_from": DateInput, "valid_to": DateInput}
        help_texts: ClassVar = {
            "valid_to": _("Decisions on this ground end then at the latest."),
            "is_decision": _("Off for what stands for having no decision."),
            "order": _("Its place in the list: small numbers first."),
            "source": _("The law and its section."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Statistics and candidates know a ground by its code.
        self.fields["code"].disabled = self.instance.pk is not None
