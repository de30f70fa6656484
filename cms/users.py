"""Users in the editors' admin: e-mail, work area, absence, and one of our roles."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.users import forms as base
from wagtail.users.views import users as views

from crm.roles import ROLES

OWN_FIELDS = (
    "email",
    "first_name",
    "last_name",
    "phone",
    "municipalities",
    "deputy",
    "work_percent",
    "away_from",
    "away_until",
    "groups",
)


class RolesField(forms.ModelMultipleChoiceField):
    """The roles of roles.py, with what each is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        groups = Group.objects.filter(name__in=ROLES).order_by("name")
        super().__init__(queryset=groups, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        role = ROLES[obj.name]
        return f"{role.name}: {role.purpose}"


WIDGETS = {
    "municipalities": forms.CheckboxSelectMultiple,
    "away_from": AdminDateInput,
    "away_until": AdminDateInput,
}


class UserFormMixin(forms.Form):
    """No super-users here, roles by their names, e-mail in one case."""

    is_superuser = None
    groups = RolesField(label=_("Roles"))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class UserCreationForm(UserFormMixin, base.UserCreationForm):
    """A new colleague."""

    is_superuser = None

    class Meta(base.UserCreationForm.Meta):
        fields = OWN_FIELDS
        widgets = WIDGETS


class UserEditForm(UserFormMixin, base.UserEditForm):
    """Somebody who is here already; nobody shuts themselves out."""

    is_superuser = None

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            self.fields["groups"].disabled = True

    class Meta(base.UserEditForm.Meta):
        fields = (*OWN_FIELDS, "is_active")
        widgets = WIDGETS


class IndexView(views.IndexView):
    """The staff; those above the roles are made by command and not shown."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(is_superuser=False)


class EditView(views.EditView):
    """One colleague; who is above the roles is out of an administrator's reach."""

    def get_object(self, queryset: Any = None) -> Any:
        user = super().get_object(queryset)
        if user.is_superuser:
            raise Http404
        return user


class UserViewSet(views.UserViewSet):
    """Our forms in Wagtail's views."""

    index_view_class = IndexView
    edit_view_class = EditView
    create_template_name = "cms/users/create.html"
    edit_template_name = "cms/users/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 - Wagtail's
        return UserEditForm if for_update else UserCreationForm


class NoGroupViewSet(ViewSet):
    """Nothing: what a role may do is written in crm/roles.py."""
