"""Addresses of the candidates' screens, all under /crm/."""

from django.urls import path

from placements.views import (
    authorities,
    caring,
    caseloads,
    detail,
    edit,
    listing,
    matches,
    officials,
    records,
)

app_name = "placements"

urlpatterns = [
    path("candidates/", listing.CandidateList.as_view(), name="list"),
    path("candidates/new/", edit.CandidateCreate.as_view(), name="create"),
    path("candidates/nobodys/", listing.Nobodys.as_view(), name="nobodys"),
    path("candidates/<int:pk>/", detail.CandidateDetail.as_view(), name="candidate"),
    path("candidates/<int:pk>/purpose/", detail.Purpose.as_view(), name="purpose"),
    path("candidates/<int:pk>/edit/", edit.FactsEdit.as_view(), name="edit"),
    path("candidates/<int:pk>/profile/", edit.ProfileEdit.as_view(), name="profile"),
    path("candidates/<int:pk>/step/", caring.PlanStep.as_view(), name="step"),
    path("candidates/<int:pk>/deputy/", caring.NameDeputy.as_view(), name="deputy"),
    path("candidates/<int:pk>/hand-over/", caring.HandOver.as_view(), name="hand-over"),
    path(
        "candidates/<int:pk>/move/<slug:name>/",
        edit.CandidateTransition.as_view(),
        name="transition",
    ),
    path("candidates/<int:pk>/consents/", records.AddConsent.as_view(), name="consent"),
    path(
        "candidates/<int:pk>/consents/<int:consent>/withdraw/",
        records.WithdrawConsent.as_view(),
        name="consent-withdraw",
    ),
    path("candidates/<int:pk>/safety/", records.AskSafety.as_view(), name="safety"),
    path(
        "candidates/<int:pk>/other/",
        records.AddOtherCoaching.as_view(),
        name="other-coaching",
    ),
    path(
        "candidates/<int:pk>/other/<int:other>/",
        records.EditOtherCoaching.as_view(),
        name="other-coaching-edit",
    ),
    path("candidates/<int:pk>/log/", records.CandidateLog.as_view(), name="log"),
    path(
        "candidates/<int:pk>/log/export/",
        records.LogExport.as_view(),
        name="log-export",
    ),
    path("candidates/<int:pk>/disclose/", records.Disclose.as_view(), name="disclose"),
    path(
        "candidates/<int:pk>/authorities/",
        authorities.Authorities.as_view(),
        name="authorities",
    ),
    path(
        "candidates/<int:pk>/officers/",
        authorities.AddOfficer.as_view(),
        name="officer",
    ),
    path(
        "candidates/<int:pk>/officers/<int:officer>/",
        authorities.ChangeOfficer.as_view(),
        name="officer-change",
    ),
    path(
        "candidates/<int:pk>/officers/<int:officer>/confirm/",
        authorities.ConfirmOfficer.as_view(),
        name="officer-confirm",
    ),
    path(
        "candidates/<int:pk>/officers/<int:officer>/end/",
        authorities.EndOfficer.as_view(),
        name="officer-end",
    ),
    path(
        "candidates/<int:pk>/matters/",
        authorities.AddMatter.as_view(),
        name="matter",
    ),
    path(
        "candidates/<int:pk>/matters/<int:matter>/attempts/",
        authorities.LogAttempt.as_view(),
        name="attempt",
    ),
    path(
        "candidates/<int:pk>/matters/<int:matter>/attempts/<int:attempt>/",
        authorities.TakeAnswer.as_view(),
        name="attempt-answer",
    ),
    path(
        "candidates/<int:pk>/matters/<int:matter>/close/",
        authorities.CloseMatter.as_view(),
        name="matter-close",
    ),
    path(
        "candidates/<int:pk>/matters/<int:matter>/reopen/",
        authorities.ReopenMatter.as_view(),
        name="matter-reopen",
    ),
    path("authorities/", authorities.Waiting.as_view(), name="waiting"),
    path("officials/", officials.Officials.as_view(), name="officials"),
    path("officials/new/", officials.OfficialCreate.as_view(), name="official-new"),
    path("officials/<int:pk>/", officials.OfficialEdit.as_view(), name="official"),
    path(
        "officials/<int:pk>/confirm/",
        officials.OfficialConfirm.as_view(),
        name="official-confirm",
    ),
    path(
        "officials/<int:pk>/succeed/",
        officials.OfficialSucceed.as_view(),
        name="official-succeed",
    ),
    path("candidates/<int:pk>/jobs/", matches.CandidateJobs.as_view(), name="jobs"),
    path(
        "candidates/<int:pk>/jobs/<int:job>/propose/",
        matches.ProposeMatch.as_view(),
        name="propose",
    ),
    path(
        "candidates/<int:pk>/matches/<int:match>/",
        matches.MatchDetail.as_view(),
        name="match",
    ),
    path(
        "candidates/<int:pk>/matches/<int:match>/move/<slug:name>/",
        matches.MatchTransition.as_view(),
        name="match-move",
    ),
    path(
        "candidates/<int:pk>/matches/<int:match>/journey/",
        matches.JourneyEdit.as_view(),
        name="match-journey",
    ),
    path(
        "candidates/<int:pk>/matches/<int:match>/consent/",
        matches.AllowEmployer.as_view(),
        name="match-consent",
    ),
    path(
        "candidates/for-job/<int:pk>/",
        matches.SuitableCandidates.as_view(),
        name="for-job",
    ),
    path("caseloads/", caseloads.Caseloads.as_view(), name="caseloads"),
    path(
        "caseloads/<int:pk>/permit/", caseloads.PermitMore.as_view(), name="permit-more"
    ),
    path(
        "caseloads/<int:pk>/hand-over/",
        caseloads.HandOverCaseload.as_view(),
        name="caseload-hand-over",
    ),
]
