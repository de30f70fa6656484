"""Addresses of the candidates' screens, all under /crm/."""

from django.urls import path

from placements.views import (
    caring,
    caseloads,
    detail,
    edit,
    funnel,
    listing,
    officials,
    records,
    reports,
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
    path("funnel/", funnel.Jobs.as_view(), name="funnel"),
    path("funnel/contacts/", funnel.Contacts.as_view(), name="funnel-contacts"),
    path("funnel/work/", funnel.Work.as_view(), name="funnel-work"),
    path(
        "funnel/definitions/", funnel.Definitions.as_view(), name="funnel-definitions"
    ),
    path("funnel/behind/<str:code>/", funnel.Behind.as_view(), name="funnel-behind"),
    path("funnel/meeting/", reports.Meeting.as_view(), name="funnel-meeting"),
    path("funnel/export/<str:kind>/", reports.Export.as_view(), name="funnel-export"),
    path("funnel/freeze/", reports.Freeze.as_view(), name="freeze"),
    path("funnel/reports/", reports.Reports.as_view(), name="reports"),
    path("funnel/reports/<int:pk>/", reports.ReportPage.as_view(), name="report"),
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
