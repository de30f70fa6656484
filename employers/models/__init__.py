"""Whom we work with: organisations, their places, their people, our contacts."""

from employers.models.bans import ContactBan
from employers.models.employer_query import EmployerQuerySet
from employers.models.employers import Employer
from employers.models.examples import JobExample
from employers.models.imports import Import, ImportRow
from employers.models.jobs import TailoredJob
from employers.models.library import LibraryTask
from employers.models.merges import Merge
from employers.models.people import ContactPerson
from employers.models.photos import Photo
from employers.models.versions import (
    Acceptance,
    JobComment,
    JobVersion,
    PersonalLink,
    PersonalLinkQuerySet,
    ReviewLink,
)
from employers.models.visit_requests import VisitRequest
from employers.models.visits import Visit
from employers.models.work_tasks import Need, WorkTask
from employers.models.workplaces import Workplace

__all__ = [
    "Acceptance",
    "ContactBan",
    "ContactPerson",
    "Employer",
    "EmployerQuerySet",
    "Import",
    "ImportRow",
    "JobComment",
    "JobExample",
    "JobVersion",
    "LibraryTask",
    "Merge",
    "Need",
    "PersonalLink",
    "PersonalLinkQuerySet",
    "Photo",
    "ReviewLink",
    "TailoredJob",
    "Visit",
    "VisitRequest",
    "WorkTask",
    "Workplace",
]
