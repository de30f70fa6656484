"""Addresses of the candidates' screens, all under /crm/."""

from django.urls import path

from placements.views import (
    assessing,
    attendance,
    authorities,
    caring,
    caseloads,
    checkpoints,
    detail,
    edit,
    erasure,
    funnel,
    legal_bases,
    listing,
    matches,
    officials,
    placements,
    records,
    reports,
    silence,
    subsidies,
    trials,
)

app_name = "placements"
#: Below the candidate, through whose door one comes.
PLACEMENT = "candidates/<int:pk>/placements/<int:placement>/"

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
    path("candidates/<int:pk>/trials/new/", trials.ChooseHost.as_view(), name="host"),
    path(
        "candidates/<int:pk>/trials/at/<int:employer>/",
        trials.TrialCreate.as_view(),
        name="trial-new",
    ),
    path(
        "candidates/<int:pk>/trials/at/<int:employer>/check/",
        trials.TrialCheck.as_view(),
        name="trial-check",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/",
        trials.TrialDetail.as_view(),
        name="trial",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/edit/",
        trials.TrialEdit.as_view(),
        name="trial-edit",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/sign/",
        trials.TrialSign.as_view(),
        name="trial-sign",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/step/",
        trials.TrialStep.as_view(),
        name="trial-step",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/move/<slug:name>/",
        trials.TrialTransition.as_view(),
        name="trial-move",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/contract/",
        assessing.Contract.as_view(),
        name="trial-contract",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/absences/",
        assessing.AddAbsence.as_view(),
        name="absence",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/absences/<int:absence>/drop/",
        assessing.DropAbsence.as_view(),
        name="absence-drop",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/link/",
        assessing.MakeLink.as_view(),
        name="trial-link",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/link/close/",
        assessing.CloseLink.as_view(),
        name="trial-link-close",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/host/",
        assessing.HostView.as_view(),
        name="trial-host",
    ),
    path(
        "candidates/<int:pk>/trials/<int:trial>/view/",
        assessing.CandidateView.as_view(),
        name="trial-faces",
    ),
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
        "candidates/<int:pk>/matters/<int:matter>/edit/",
        authorities.CorrectMatter.as_view(),
        name="matter-edit",
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
    path("silence/dismissed/", silence.Dismissals.as_view(), name="silence-dismissed"),
    path(
        "silence/dismissed/<int:pk>/back/",
        silence.TakeBack.as_view(),
        name="silence-back",
    ),
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
    path("funnel/", funnel.Jobs.as_view(), name="funnel"),
    path("funnel/contacts/", funnel.Contacts.as_view(), name="funnel-contacts"),
    path("funnel/work/", funnel.Work.as_view(), name="funnel-work"),
    path("funnel/quality/", funnel.Quality.as_view(), name="funnel-quality"),
    path("funnel/stages/", funnel.Stages.as_view(), name="funnel-stages"),
    path(
        "funnel/authorities/",
        funnel.Authorities.as_view(),
        name="funnel-authorities",
    ),
    path(
        "funnel/definitions/", funnel.Definitions.as_view(), name="funnel-definitions"
    ),
    path("funnel/by/<str:code>/", funnel.Split.as_view(), name="funnel-split"),
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
