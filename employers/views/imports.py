"""Import of employer lists: file, columns, review, import, undo."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView
from django_htmx.http import HttpResponseClientRefresh

from crm.lifecycle import Refused
from crm.views.base import StaffMixin, VisibleMixin
from employers.forms.imports import MapForm, SheetForm, UploadForm
from employers.importing import progress, running, undoing
from employers.importing.checking import check_again, recount
from employers.importing.columns import TARGETS
from employers.importing.showing import (
    CHOICES,
    FILTERS,
    PAGE,
    Card,
    left_over,
    plan_of,
    steps_of,
)
from employers.models import Import, ImportRow

Stage = Import.Stage
#: Imports and imported employers shown at once.
RECENT, FIRST = 20, 20
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportMixin(StaffMixin, VisibleMixin):
    """An import of one's own, or anybody's for those who see them all."""

    model = Import
    permission_required = "employers.import_employer"

    def get_queryset(self) -> Any:
        # The file itself is big, and only the background reads it.
        return super().get_queryset().select_related("user").defer("content")


class ImportList(StaffMixin, FormView[UploadForm]):
    """The latest imports, and the way in for a new one."""

    permission_required = "employers.import_employer"
    template_name = "employers/import_list.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        imports = Import.objects.visible_to(self.request.user).for_list()
        fields = [t.label for t in TARGETS.values()]
        return super().get_context_data(
            imports=imports[:RECENT], fields=fields, **kwargs
        )

    def form_valid(self, form: UploadForm) -> HttpResponse:
        return redirect("employers:import-map", form.run.pk)


class ImportMap(ImportMixin, FormView[MapForm]):
    """Which column is what; from here the rows go to be checked."""

    template_name = "employers/import_map.html"
    form_class = MapForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        if self.object.stage not in {Stage.UPLOADED, Stage.CHECKED}:
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        details = {"run": self.object, "user": self.request.user}
        return super().get_form_kwargs() | details

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        more = {"steps": steps_of(run), "sheet_form": SheetForm(run=run)}
        return super().get_context_data(run=run, **more, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sheet" in request.POST:
            return read_sheet(request, self.object)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MapForm) -> HttpResponse:
        running.check_later(self.object, form.mapping)
        return redirect(self.object)


def read_sheet(request: Any, run: Import) -> HttpResponse:
    """Turn to another sheet of the workbook."""
    form = SheetForm(request.POST, run=run)
    if form.is_valid():
        form.take()
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect("employers:import-map", run.pk)


class ImportDetail(ImportMixin, DetailView[Import]):
    """Where the import is: being worked on, to be reviewed, or done."""

    context_object_name = "run"

    def get_template_names(self) -> list[str]:
        if self.object.is_working:
            part = "#progress" if self.request.htmx else ""
            return [f"employers/import_progress.html{part}"]
        if self.object.is_over:
            return ["employers/import_result.html"]
        return ["employers/import_review.html"]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if request.htmx and not self.object.is_working:
            return HttpResponseClientRefresh()
        if self.object.stage == Stage.UPLOADED:
            return redirect("employers:import-map", self.object.pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        if run.is_working:
            more = {"progress": progress.ask(run.pk)}
        elif run.is_over:
            more = result_of(run)
        else:
            more = review_of(run, self.request.GET)
        return super().get_context_data(steps=steps_of(run), **more, **kwargs)


def review_of(run: Import, query: Any) -> dict[str, Any]:
    """Return one page of rows of one kind, and what the import would do."""
    kinds = [(str(kind), label, run.counts.get(kind, 0)) for kind, label in FILTERS]
    filled = [kind for kind, _label, count in kinds if count] or [kinds[0][0]]
    wanted = query.get("show", "")
    show = wanted if wanted in dict(CHOICES) | {"error": 0, "same": 0} else filled[0]
    page = max(int(query["page"]) if query.get("page", "").isdecimal() else 1, 1)
    start = (page - 1) * PAGE
    rows = run.rows.filter(verdict=show).for_list()[start : start + PAGE + 1]
    cards = [Card(row, run) for row in rows]
    total = run.counts.get(show, 0)
    return {
        "kinds": kinds,
        "show": show,
        "cards": cards[:PAGE],
        "shown": f"{min(start + 1, total)}–{min(start + PAGE, total)} / {total}",  # noqa: RUF001 - a range
        "previous_url": f"?show={show}&page={page - 1}" if page > 1 else "",
        "next_url": f"?show={show}&page={page + 1}" if len(cards) > PAGE else "",
        "plan": plan_of(run),
        "choices": CHOICES.get(show, []),
        "undecided": run.counts.get("undecided", 0),
    }


def result_of(run: Import) -> dict[str, Any]:
    """Return what was imported, and after an undo what stayed."""
    rows = run.rows.for_list()
    written = rows.filter(outcome__in=["created", "updated"])
    return {
        "written": written.exclude(employer=None)[:FIRST],
        "stayed": [Card(row, run) for row in rows.exclude(undo_problem="")[:PAGE]],
    }


class ImportApply(ImportMixin, View):
    """Begin to write; or begin again what its worker has left behind."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.get_object()
        if run.is_working:
            running.again(run)
        else:
            running.apply_later(run)
        return redirect(run)


class ImportDecide(ImportMixin, View):
    """Decide the rest of the rows all alike; or, without scripts, a whole page."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.get_object()
        if run.stage == Stage.CHECKED:
            if rest := request.POST.get("rest"):
                decide_rest(run, rest, request.POST.get("show", ""))
            else:
                decide_page(run, request.POST)
            recount(run)
        return redirect(self.back_url(run.get_absolute_url()))


def may_decide(verdict: str, decision: str) -> bool:
    """Whether rows of the verdict can be decided so."""
    return decision in dict(CHOICES.get(verdict, []))


def decide_rest(run: Import, decision: str, verdict: str) -> None:
    """Decide the rows that nobody has decided yet."""
    if may_decide(verdict, decision):
        run.rows.filter(verdict=verdict, decision="").update(decision=decision)


#: Names of the inputs of a row: d17 is its decision, f17-phone a corrected cell.
INPUT = re.compile(r"^[df](\d{1,6})(?:-\w+)?$")


def decide_page(run: Import, data: Any) -> None:
    """Take what was decided and corrected on a page."""
    numbers = {int(found[1]) for name in data if (found := INPUT.match(name))}
    for row in run.rows.filter(number__in=numbers):
        row.run = run
        take(row, data)


def take(row: ImportRow, data: Any) -> None:
    """Take the decision or the corrections of one row, if they are new."""
    own = f"f{row.number}-"
    fixes = {name: data[own + name] for name in TARGETS if own + name in data}
    decision = data.get(f"d{row.number}", "")
    if fixes and row.verdict == ImportRow.Verdict.ERROR:
        check_again(row, fixes)
    elif decision != row.decision and may_decide(row.verdict, decision):
        row.decision = decision
        row.save(update_fields=["decision"])


class ImportRowDecision(ImportMixin, View):
    """Decide one row, or correct its cells and have it checked again."""

    def post(self, request: Any, pk: int, row: int) -> HttpResponse:
        run = self.get_object()
        found = run.rows.filter(number=row).first()
        if found and run.stage == Stage.CHECKED:
            found.run = run
            take(found, request.POST)
            recount(run)
        if not request.htmx or found is None:
            return redirect(self.back_url(run.get_absolute_url()))
        card = Card(run.rows.for_list().get(pk=found.pk), run)
        context = review_of(run, request.POST) | {"run": run, "card": card}
        return render(request, "employers/import_row.html#answer", context)


class ImportUndo(ImportMixin, View):
    """Take the whole import back, but for what was touched since."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.get_object()
        try:
            undoing.undo(run, by=request.user)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
        return redirect(run)


class ImportCancel(ImportMixin, View):
    """Throw away an import that has not been written."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.get_object()
        waiting = Import.objects.filter(
            pk=run.pk, stage__in=[Stage.UPLOADED, Stage.CHECKED]
        )
        if waiting.delete()[0]:
            messages.success(
                request, _("The import was cancelled. Nothing was written.")
            )
        return redirect("employers:imports")


class ImportBadRows(ImportMixin, View):
    """The rows that were not written, to be corrected and sent again."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        run = self.get_object()
        rows = run.rows.left_out()
        if not run.is_over:
            rows = rows.filter(verdict=ImportRow.Verdict.ERROR)
        data = left_over(run, rows.select_related("match"))
        stem = run.file_name.rpartition(".")[0][:80] or _("list")
        name = _("%(file)s left out") % {"file": stem}
        if run.format == "XLSX":
            response = HttpResponse(data.export("xlsx"), content_type=EXCEL)
            name = f"{name}.xlsx"
        else:
            text = "\ufeff" + data.export("csv", delimiter=";")
            response = HttpResponse(text, content_type="text/csv; charset=utf-8")
            name = f"{name}.csv"
        response.headers["Content-Disposition"] = attachment(name)
        return response


def attachment(name: str) -> str:
    """Return the header that saves the answer under the name."""
    return content_disposition_header(as_attachment=True, filename=name) or ""
