"""The workplace's personal link to its assessment: /k/<token>/, no account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from placements.views import hosts

urlpatterns = [
    path("<slug:token>/", login_not_required(hosts.Assess.as_view()), name="assess"),
]
