"""What happens to the site by itself every night."""

from datetime import date

from cms.models import StoryPage
from crm.nightly import nightly


@nightly("Stories without permission taken down")
def take_down(today: date) -> int:
    """Unpublish the stories whose permission has ended."""
    ended = StoryPage.objects.live().filter(is_invented=False, consent_until__lt=today)
    stories = list(ended.order_by("pk"))
    for story in stories:
        story.unpublish()
    return len(stories)
