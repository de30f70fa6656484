"""Addresses of the candidates' screens, all under /crm/."""

from django.urls import path

from placements.views import (
    attendance,
    caring,
    caseloads,
    checkpoints,
    detail,
    edit,
    listing,
    officials,
    placements,
    records,
    silence,
)

app_name = "placements"
#: Below the candidate, through whose door one comes.
PLACEMENT = "candidates/<int:pk>/placements/<int:placement>/"

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
        "candidates/<int:pk>/placements/",
        placements.ChooseJob.as_view(),
        name="placement-choose",
    ),
    path(
        "candidates/<int:pk>/placements/new/",
        placements.PlacementCreate.as_view(),
        name="placement-new",
    ),
    path(PLACEMENT, placements.PlacementDetail.as_view(), name="placement"),
    path(
        f"{PLACEMENT}edit/", placements.PlacementEdit.as_view(), name="placement-edit"
    ),
    path(
        f"{PLACEMENT}week/", placements.PlacementWeek.as_view(), name="placement-week"
    ),
    path(
        f"{PLACEMENT}step/", placements.PlacementStep.as_view(), name="placement-step"
    ),
    path(
        f"{PLACEMENT}move/<slug:name>/",
        placements.PlacementTransition.as_view(),
        name="placement-move",
    ),
    path(
        f"{PLACEMENT}checkpoints/<int:checkpoint>/",
        checkpoints.RecordCheckpoint.as_view(),
        name="checkpoint",
    ),
    path(
        f"{PLACEMENT}pay-reviews/<int:review>/",
        checkpoints.RecordPayReview.as_view(),
        name="pay-review",
    ),
    path(f"{PLACEMENT}days/", attendance.Attendance.as_view(), name="attendance"),
    path(f"{PLACEMENT}sheet/", attendance.MonthSheet.as_view(), name="sheet"),
    path(
        f"{PLACEMENT}sheet/xlsx/",
        attendance.MonthFile.as_view(),
        {"kind": "xlsx"},
        name="sheet-xlsx",
    ),
    path(
        f"{PLACEMENT}sheet/pdf/",
        attendance.MonthFile.as_view(),
        {"kind": "pdf"},
        name="sheet-pdf",
    ),
    path("silence/", silence.SilenceList.as_view(), name="silence"),
    path(
        "silence/<slug:kind>/<int:pk>/",
        silence.DismissSilence.as_view(),
        name="silence-dismiss",
    ),
    path("allowances/", attendance.Rates.as_view(), name="rates"),
    path("allowances/new/", attendance.RateCreate.as_view(), name="rate-new"),
    path("allowances/<int:pk>/", attendance.RateEdit.as_view(), name="rate"),
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
