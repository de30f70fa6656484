"""The employer's personal link to a proposal: /t/<token>/, no account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from employers.views import proposals

urlpatterns = [
    path(
        "<slug:token>/",
        login_not_required(proposals.Proposal.as_view()),
        name="proposal",
    ),
    path(
        "<slug:token>/accept/",
        login_not_required(proposals.ProposalAccept.as_view()),
        name="proposal-accept",
    ),
    path(
        "<slug:token>/comment/",
        login_not_required(proposals.ProposalComment.as_view()),
        name="proposal-comment",
    ),
    path(
        "<slug:token>/decline/",
        login_not_required(proposals.ProposalDecline.as_view()),
        name="proposal-decline",
    ),
]
