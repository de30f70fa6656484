"""Photos of tasks and needs: adding, showing, blurring and removing them."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from crm.views.base import StaffMixin
from employers.models import Need, Photo, TailoredJob, WorkTask
from employers.photos import GRID, BadPhoto, cell_box
from employers.views.inventory import RowMixin

#: So many photos a task or a need may have.
MOST = 6
TYPES = {"large": "image/webp", "fallback": "image/jpeg", "thumb": "image/webp"}


class PhotoAdd(RowMixin, View):
    """Add photos to a task."""

    model: Any = WorkTask
    http_method_names = ("post",)
    #: What the photos are of, and the page that shows them all.
    about = "task"

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_object()
        room = MOST - row.photos.count()
        files = request.FILES.getlist("photo")
        for file in files[: max(room, 0)]:
            try:
                Photo.take(file, **{self.about: row})
            except BadPhoto as problem:
                messages.error(request, f"{file.name}: {problem}")
        if len(files) > room:
            messages.warning(request, _("At most %(most)d photos.") % {"most": MOST})
        page = reverse(f"employers:{self.about}", args=[row.pk]) + "#photos"
        return redirect(self.back_url(page))


class NeedPhotoAdd(PhotoAdd):
    """Add photos to a need."""

    model = Need
    about = "need"


class PhotoMixin(StaffMixin):
    """Find a photo of a job that the user may see."""

    permission_required: Any = "employers.change_tailoredjob"
    kwargs: dict[str, Any]

    def get_photo(self) -> Photo:
        jobs = TailoredJob.objects.visible_to(self.request.user)
        photos = Photo.objects.select_related("task", "need")
        seen = photos.filter(task__job__in=jobs) | photos.filter(need__job__in=jobs)
        return get_object_or_404(seen, key=self.kwargs["key"])

    def task_url(self, photo: Photo) -> str:
        if photo.need_id:
            return reverse("employers:need", args=[photo.need_id]) + "#photos"
        return reverse("employers:task", args=[photo.task_id]) + "#photos"


class PhotoFile(PhotoMixin, View):
    """Hand out one size of a photo to those who may see the job."""

    permission_required = "employers.view_tailoredjob"

    def get(self, request: Any, key: Any, size: str) -> FileResponse:
        if size not in TYPES:
            raise Http404
        file = getattr(self.get_photo(), size)
        try:
            opened = file.open("rb")
        except FileNotFoundError as problem:
            raise Http404 from problem
        response = FileResponse(opened, content_type=TYPES[size])
        response["Cache-Control"] = "private, max-age=31536000, immutable"
        return response


class PhotoBlur(PhotoMixin, TemplateView):
    """Mark what must not be recognised, on a chessboard over the photo."""

    template_name = "employers/photo_blur.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        photo = self.get_photo()
        rows = [
            [row * GRID[0] + column for column in range(GRID[0])]
            for row in range(GRID[1])
        ]
        return super().get_context_data(
            photo=photo, rows=rows, back_url=self.task_url(photo), **kwargs
        )

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        photo = self.get_photo()
        chosen = [
            int(cell) for cell in request.POST.getlist("cell") if cell.isdecimal()
        ]
        cells = [cell for cell in chosen if cell < GRID[0] * GRID[1]]
        if not cells:
            messages.error(request, _("Mark what should be blurred."))
            return redirect(request.path)
        try:
            photo.blur([cell_box(cell) for cell in cells])
        except (BadPhoto, FileNotFoundError) as problem:
            raise Http404 from problem
        done = ngettext("Blurred: %(n)d area.", "Blurred: %(n)d areas.", len(cells))
        messages.success(request, done % {"n": len(cells)})
        return redirect(self.task_url(photo))


class PhotoDelete(PhotoMixin, View):
    """Remove a photo for good."""

    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        photo = self.get_photo()
        url = self.task_url(photo)
        photo.delete()
        messages.success(request, _("The photo was removed."))
        return redirect(url)
