"""Whether this process can serve: for load balancers and watchers, without a login."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.views.generic import View
from django_tasks_db.models import DBTaskResult

#: Background work that has waited longer has no worker.
WAITS = timedelta(minutes=15)
UP, DOWN = 200, 503


class Health(View):
    """Tell of the database and of background work; 503 when either does not work."""

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            late = is_work_late()
        except DatabaseError:
            return answer(DOWN, database="down")
        worker = "late" if late else "ok"
        return answer(DOWN if late else UP, database="ok", worker=worker)


def is_work_late() -> bool:
    """Whether some background work has waited too long."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(enqueued_at__lt=timezone.now() - WAITS).exists()


def answer(status: int, **found: str) -> JsonResponse:
    return JsonResponse(found, status=status, headers={"Cache-Control": "no-store"})
