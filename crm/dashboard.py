"""The socket into which apps plug the panels of the Day screen."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from datetime import date

    from crm.models import User

PANELS: "list[type[Panel]]" = []


class Panel:
    """One panel of the Day screen: a template, who sees it, what it needs."""

    #: Template to include, with what ``get_context`` returns.
    template_name: ClassVar[str]
    #: Permission name; without it the panel is not there.
    permission: ClassVar[str]
    #: "main" for the queue's column, "side" for the other.
    column: ClassVar[str] = "side"
    #: Smaller comes first.
    order: ClassVar[int] = 50

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        PANELS.append(cls)

    def __init__(self, user: "User", today: "date") -> None:
        self.user = user
        self.today = today

    def get_context(self) -> dict[str, Any]:
        """Return what the template needs; an empty dict hides the panel."""
        raise NotImplementedError


def panels_for(user: "User", today: "date") -> list[Panel]:
    """Return the panels that the user may see, in order."""
    autodiscover_modules("dashboard")
    panels = [cls(user, today) for cls in PANELS if user.has_perm(cls.permission)]
    return sorted(panels, key=lambda panel: panel.order)
