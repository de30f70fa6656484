"""Addresses of the employer screens, all under /crm/."""

from django.urls import path

from employers.views import (
    benefits,
    board,
    bulk,
    detail,
    edit,
    examples,
    imports,
    inventory,
    job_moves,
    job_versions,
    jobs,
    library,
    listing,
    log,
    merge,
    papers,
    people,
    photos,
    transitions,
    visits,
)

app_name = "employers"

urlpatterns = [
    path("employers/", listing.EmployerList.as_view(), name="list"),
    path("employers/export/", listing.EmployerExport.as_view(), name="export"),
    path("employers/bulk/", bulk.EmployerBulk.as_view(), name="bulk"),
    path("employers/new/", edit.EmployerCreate.as_view(), name="create"),
    path("employers/duplicates/", edit.Duplicates.as_view(), name="duplicates"),
    path("employers/register/", edit.RegisterLookup.as_view(), name="register"),
    path("employers/options/", log.EmployerOptions.as_view(), name="options"),
    path("employers/<int:pk>/", detail.EmployerDetail.as_view(), name="detail"),
    path("employers/<int:pk>/edit/", edit.EmployerEdit.as_view(), name="edit"),
    path("employers/<int:pk>/step/", transitions.PlanStep.as_view(), name="plan-step"),
    path("employers/<int:pk>/ban/", transitions.ImposeBan.as_view(), name="ban"),
    path("employers/<int:pk>/work/", transitions.OpenWork.as_view(), name="work"),
    path("employers/<int:pk>/take/", transitions.TakeEmployer.as_view(), name="take"),
    path("employers/<int:pk>/coach/", transitions.AssignCoach.as_view(), name="assign"),
    path("employers/<int:pk>/merge/", merge.MergePreview.as_view(), name="merge"),
    path("merges/<int:pk>/undo/", merge.MergeUndo.as_view(), name="merge-undo"),
    path(
        "employers/<int:employer>/workplaces/new/",
        people.WorkplaceCreate.as_view(),
        name="workplace-create",
    ),
    path("workplaces/<int:pk>/", people.WorkplaceEdit.as_view(), name="workplace"),
    path(
        "employers/<int:employer>/people/new/",
        people.PersonCreate.as_view(),
        name="person-create",
    ),
    path("people/<int:pk>/", people.PersonEdit.as_view(), name="person"),
    path("people/<int:pk>/leave/", people.PersonLeave.as_view(), name="person-leave"),
    path("bans/<int:pk>/lift/", transitions.LiftBan.as_view(), name="ban-lift"),
    path(
        "employers/<int:pk>/move/<slug:name>/",
        transitions.EmployerTransition.as_view(),
        name="transition",
    ),
    path("log/", log.LogContact.as_view(), name="log"),
    path("log.js", log.LogWorker.as_view(), name="log-worker"),
    path("visits/plan/", visits.PlanVisit.as_view(), name="visit-plan"),
    path("visits/<int:pk>/", visits.VisitDetail.as_view(), name="visit"),
    path(
        "visits/<int:pk>/correct/", visits.VisitCorrect.as_view(), name="visit-correct"
    ),
    path(
        "visits/<int:pk>/move/<slug:name>/",
        visits.VisitTransition.as_view(),
        name="visit-transition",
    ),
    path("imports/", imports.ImportList.as_view(), name="imports"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import"),
    path("imports/<int:pk>/map/", imports.ImportMap.as_view(), name="import-map"),
    path("imports/<int:pk>/apply/", imports.ImportApply.as_view(), name="import-apply"),
    path(
        "imports/<int:pk>/decide/", imports.ImportDecide.as_view(), name="import-decide"
    ),
    path(
        "imports/<int:pk>/cancel/", imports.ImportCancel.as_view(), name="import-cancel"
    ),
    path("imports/<int:pk>/undo/", imports.ImportUndo.as_view(), name="import-undo"),
    path("imports/<int:pk>/bad/", imports.ImportBadRows.as_view(), name="import-bad"),
    path(
        "imports/<int:pk>/rows/<int:row>/",
        imports.ImportRowDecision.as_view(),
        name="import-row",
    ),
    # --- Tailored jobs
    path("jobs/", board.Board.as_view(), name="board"),
    path(
        "employers/<int:employer>/jobs/new/",
        jobs.JobCreate.as_view(),
        name="job-create",
    ),
    path("jobs/<int:pk>/", jobs.JobDetail.as_view(), name="job"),
    path("jobs/<int:pk>/step/", transitions.PlanJobStep.as_view(), name="job-step"),
    path("jobs/<int:pk>/edit/", jobs.JobEdit.as_view(), name="job-edit"),
    path("jobs/<int:pk>/week/", jobs.JobWeek.as_view(), name="job-week"),
    path("jobs/<int:pk>/tick/", jobs.JobTick.as_view(), name="job-tick"),
    path(
        "jobs/<int:pk>/move/<slug:name>/",
        job_moves.JobTransition.as_view(),
        name="job-transition",
    ),
    path("jobs/<int:pk>/accept/", job_moves.JobAccept.as_view(), name="job-accept"),
    path(
        "jobs/<int:pk>/versions/",
        job_versions.JobVersions.as_view(),
        name="job-versions",
    ),
    path(
        "jobs/<int:pk>/comments/",
        job_versions.JobComments.as_view(),
        name="job-comments",
    ),
    path(
        "links/<int:pk>/revoke/", job_versions.LinkRevoke.as_view(), name="link-revoke"
    ),
    path("jobs/<int:pk>/example/", examples.ExamplePublish.as_view(), name="example"),
    path(
        "examples/<int:pk>/move/<slug:name>/",
        examples.ExampleTransition.as_view(),
        name="example-transition",
    ),
    path("library/", library.Library.as_view(), name="library"),
    path("library/<int:pk>/", library.LibraryEdit.as_view(), name="library-task"),
    path(
        "jobs/<int:pk>/library/<int:task>/",
        library.LibraryReuse.as_view(),
        name="library-reuse",
    ),
    path("jobs/<int:pk>/inventory/", inventory.Inventory.as_view(), name="inventory"),
    path("jobs/<int:pk>/tasks/add/", inventory.TaskAdd.as_view(), name="task-add"),
    path("tasks/<int:pk>/", inventory.TaskEdit.as_view(), name="task"),
    path("tasks/<int:pk>/sort/", inventory.TaskSort.as_view(), name="task-sort"),
    path("tasks/<int:pk>/delete/", inventory.TaskDelete.as_view(), name="task-delete"),
    path("jobs/<int:pk>/needs/add/", inventory.NeedAdd.as_view(), name="need-add"),
    path("needs/<int:pk>/", inventory.NeedEdit.as_view(), name="need"),
    path("needs/<int:pk>/delete/", inventory.NeedDelete.as_view(), name="need-delete"),
    path("tasks/<int:pk>/photos/", photos.PhotoAdd.as_view(), name="photo-add"),
    path(
        "needs/<int:pk>/photos/", photos.NeedPhotoAdd.as_view(), name="need-photo-add"
    ),
    path(
        "photos/<uuid:key>/<slug:size>/", photos.PhotoFile.as_view(), name="photo-file"
    ),
    path("photos/<uuid:key>/blur", photos.PhotoBlur.as_view(), name="photo-blur"),
    path("photos/<uuid:key>/delete", photos.PhotoDelete.as_view(), name="photo-delete"),
    path("jobs/<int:pk>/preview/", papers.JobPreview.as_view(), name="job-preview"),
    path("jobs/<int:pk>/card/", papers.JobCard.as_view(), name="job-card"),
    path(
        "jobs/<int:pk>/checklist/", papers.JobChecklist.as_view(), name="job-checklist"
    ),
    path("jobs/<int:pk>/<slug:paper>.pdf", papers.JobPdf.as_view(), name="job-pdf"),
    # --- Calculators
    path("benefits/", benefits.PayCalculator.as_view(), name="benefits"),
    path(
        "benefits/pension/",
        benefits.DormancyCalculator.as_view(),
        name="benefits-dormancy",
    ),
    path(
        "benefits/subsidy/",
        benefits.SubsidyCalculator.as_view(),
        name="benefits-subsidy",
    ),
    path(
        "benefits/allowance/",
        benefits.AllowanceCalculator.as_view(),
        name="benefits-allowance",
    ),
]
