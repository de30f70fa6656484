"""Addresses of the candidates' screens, all under /crm/."""

from django.urls import path

from placements.views import (
    caring,
    caseloads,
    detail,
    edit,
    erasure,
    legal_bases,
    listing,
    officials,
    records,
    subsidies,
)

app_name = "placements"

urlpatterns = [
    path("candidates/", listing.CandidateList.as_view(), name="list"),
    path("candidates/new/", edit.CandidateCreate.as_view(), name="create"),
    path("candidates/nobodys/", listing.Nobodys.as_view(), name="nobodys"),
    path("candidates/retention/", erasure.Retention.as_view(), name="retention"),
    path("candidates/<int:pk>/path/", detail.WholePath.as_view(), name="path"),
    path("candidates/<int:pk>/erase/", erasure.Erase.as_view(), name="erase"),
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
        "candidates/<int:pk>/subsidies/new/",
        subsidies.SubsidyBegin.as_view(),
        name="subsidy-new",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/",
        subsidies.SubsidyDetail.as_view(),
        name="subsidy",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/edit/",
        subsidies.SubsidyEdit.as_view(),
        name="subsidy-edit",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/move/<slug:name>/",
        subsidies.SubsidyMove.as_view(),
        name="subsidy-move",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/step/",
        subsidies.SubsidyStep.as_view(),
        name="subsidy-step",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/deadline/",
        subsidies.SubsidyTimer.as_view(),
        name="subsidy-timer",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/claims/<int:claim>/",
        subsidies.ClaimSent.as_view(),
        name="subsidy-claim",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/statement/",
        subsidies.Statement.as_view(),
        name="subsidy-statement",
    ),
    path(
        "candidates/<int:pk>/subsidies/<int:subsidy>/statement/pdf/",
        subsidies.StatementPdf.as_view(),
        name="subsidy-statement-pdf",
    ),
    path("subsidies/", subsidies.Subsidies.as_view(), name="subsidies"),
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
    path("legal-bases/", legal_bases.LegalBases.as_view(), name="legal-bases"),
    path(
        "legal-bases/new/",
        legal_bases.LegalBasisCreate.as_view(),
        name="legal-basis-new",
    ),
    path(
        "legal-bases/<int:pk>/",
        legal_bases.LegalBasisEdit.as_view(),
        name="legal-basis",
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
