"""How far the background is, told through the cache: its transaction shows nothing."""

import time
from dataclasses import dataclass

from django.core.cache import cache

#: Seconds without a sign of life after which a run may be started again.
SILENCE = 60
KEEP = 60 * 60


@dataclass(frozen=True)
class Progress:
    """Rows done of all, and when that was."""

    done: int
    total: int
    at: float

    @property
    def percent(self) -> int:
        return min(round(100 * self.done / self.total), 100) if self.total else 0

    @property
    def is_stuck(self) -> bool:
        """Whether whoever did it must be gone."""
        return time.time() - self.at > SILENCE


def _key(run: int) -> str:
    return f"import:{run}"


def begin(run: int) -> None:
    """Say that the run waits for its turn."""
    tell(run, 0, 0)


def tell(run: int, done: int, total: int) -> None:
    """Say how far the run is."""
    cache.set(_key(run), (done, total, time.time()), KEEP)


def ask(run: int) -> Progress:
    """Return how far the run is; one that nobody knows of is stuck."""
    done, total, at = cache.get(_key(run)) or (0, 0, 0.0)
    return Progress(done, total, at)


def forget(run: int) -> None:
    """Forget a run that is over."""
    cache.delete(_key(run))
