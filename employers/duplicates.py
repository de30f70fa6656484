"""Is this employer here already? By Y-tunnus exactly, else by name and place alike."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from crm.search import fold
from employers.models import Employer
from employers.names import FILLERS, WORD, name_key

if TYPE_CHECKING:
    from employers.models import EmployerQuerySet

#: From here on a colleague would ask "is it the same one?".
ALIKE = 75
#: From here on saving another one needs a confirmation.
LIKELY = 85
#: Only the same Y-tunnus is certain.
CERTAIN = 100
#: The most that names alone can say.
NAME_TOP = 98
#: What an unknown and another place take off.
PLACE_UNKNOWN, PLACE_DIFFERS = 2, 10
#: Words of this many letters may have a slip of the finger.
SLIP_LENGTH, SLIP_RATIO = 5, 84
#: A whole name inside a longer one scores at least this.
INSIDE = 88
#: Shorter beginnings of a name would fetch half the register.
SHORTEST_PREFIX = 3
#: Rows looked at in one question to the database, and in one block.
CANDIDATES = 300


class Alike(NamedTuple):
    """An employer that may be the same one, how surely (0-100), and why."""

    employer: Employer
    similarity: int
    why: str

    @property
    def is_same(self) -> bool:
        return self.similarity == CERTAIN

    @property
    def is_likely(self) -> bool:
        return self.similarity >= LIKELY


# --- How alike two names are ------------------------------------------------


def similarity(key_a: str, place_a: str, key_b: str, place_b: str) -> int:
    """Return 0-98 for two ``name_key``s and places (as people write them)."""
    if not key_a or not key_b:
        return 0
    name = _names_alike(key_a, key_b)
    places = _place_words(place_a) | _place_words(place_b)
    bare_a, bare_b = _without(key_a, places), _without(key_b, places)
    if name < NAME_TOP and (bare_a, bare_b) != (key_a, key_b):
        name = max(name, _names_alike(bare_a, bare_b) - 1)
    return max(name - _place_penalty(place_a, place_b), 0)


def _place_penalty(place_a: str, place_b: str) -> int:
    if not place_a or not place_b:
        return PLACE_UNKNOWN
    same = _place_words(place_a) == _place_words(place_b)
    return 0 if same else PLACE_DIFFERS


@lru_cache(maxsize=1024)
def _place_words(place: str) -> frozenset[str]:
    return frozenset(name_key(place).split())


def _without(key: str, words: frozenset[str]) -> str:
    kept = [word for word in key.split() if word not in words]
    return " ".join(kept) or key


def _names_alike(key_a: str, key_b: str) -> int:
    joined_a, joined_b = key_a.replace(" ", ""), key_b.replace(" ", "")
    words_a, words_b = sorted((key_a.split(), key_b.split()), key=len)
    if joined_a == joined_b or sorted(words_a) == sorted(words_b):
        return NAME_TOP
    if _numbers_differ(words_a, words_b):
        return 0
    by_letters = fuzz.ratio(joined_a, joined_b, score_cutoff=90)
    matched, whole = _match_words(words_a, words_b)
    by_words = 200 * matched / (len(joined_a) + len(joined_b))
    if whole and len(words_a) > 1:
        by_words = max(by_words, INSIDE)
    return min(round(max(by_letters, by_words)), NAME_TOP - 2)


def _numbers_differ(words_a: list[str], words_b: list[str]) -> bool:
    """Whether both names have a number and not the same one (shop 1, shop 2)."""
    numbers_a = {word for word in words_a if word.isdigit()}
    numbers_b = {word for word in words_b if word.isdigit()}
    return bool(numbers_a and numbers_b and numbers_a != numbers_b)


def _match_words(shorter: list[str], longer: list[str]) -> tuple[float, bool]:
    """Return the letters that found a partner, and whether every word did."""
    left = list(longer)
    matched, whole = 0.0, True
    for word in shorter:
        score, partner = max(
            ((_words_alike(word, w), w) for w in left), default=(0, "")
        )
        if score:
            left.remove(partner)
            matched += (len(word) + len(partner)) / 2 * score / 100
        else:
            whole = False
    return matched, whole


def _words_alike(a: str, b: str) -> float:
    if a == b:
        return 100
    if min(len(a), len(b)) < SLIP_LENGTH:
        return 0
    return fuzz.ratio(a, b, score_cutoff=SLIP_RATIO)


# --- Many names at once -----------------------------------------------------


class NameIndex[Entry: Hashable]:
    """Names held in memory, to be asked thousands of times (import, ten thousand rows).

    Names are compared only within blocks that share the beginning or end of a word.
    """

    def __init__(self, rows: Iterable[tuple[Entry, str, str]] = ()) -> None:
        self.rows: dict[Entry, tuple[str, str]] = {}
        self.exact: defaultdict[str, list[Entry]] = defaultdict(list)
        self.blocks: defaultdict[str, dict[Entry, str]] = defaultdict(dict)
        for entry, key, place in rows:
            self.add(entry, key, place)

    def add(self, entry: Entry, key: str, place: str) -> None:
        """Remember a name under ``entry``."""
        self.rows[entry] = (key, place)
        self.exact["".join(sorted(key.split()))].append(entry)
        for block in self._blocks_of(key):
            self.blocks[block][entry] = key

    def alike(
        self, key: str, place: str, *, limit: int = 5, at_least: int = ALIKE
    ) -> list[tuple[Entry, int]]:
        """Return the entries alike and how alike, the likeliest first."""
        found: dict[Entry, int] = {}
        for entry in dict.fromkeys(self._candidates(key, limit)):
            other_key, other_place = self.rows[entry]
            score = similarity(key, place, other_key, other_place)
            if score >= at_least:
                found[entry] = score
        return sorted(found.items(), key=lambda item: -item[1])[:limit]

    def _candidates(self, key: str, limit: int) -> Iterator[Entry]:
        yield from islice(self.exact["".join(sorted(key.split()))], limit)
        blocks = sorted(
            (self.blocks[b] for b in self._blocks_of(key) if b in self.blocks), key=len
        )
        # What hundreds of names share tells nothing: another part of the name does.
        telling = [b for b in blocks if len(b) <= CANDIDATES] or blocks[:1]
        for block in telling[:3]:
            near = process.extract(
                key,
                dict(islice(block.items(), CANDIDATES)),
                scorer=fuzz.token_set_ratio,
                score_cutoff=ALIKE,
                limit=2 * limit,
            )
            yield from (entry for _key, _score, entry in near)

    @staticmethod
    def _blocks_of(key: str) -> set[str]:
        words = key.split()
        ends = {f"{word[-4:]}$" for word in words if len(word) >= SLIP_LENGTH}
        return {word[:5] for word in words} | ends | {"".join(words)[:6]}


# --- What the database knows ------------------------------------------------


def alike(
    name: str,
    place: str,
    business_id: str,
    *,
    limit: int = 5,
    exclude: int | None = None,
    at_least: int = ALIKE,
) -> list[Alike]:
    """Return the employers that may be this one, the likeliest first.

    The same Y-tunnus is certain (100), a merged one leads to its survivor; the rest
    goes by name and place. At most four queries, each by an index.
    """
    found = {hit.employer.pk: hit for hit in _same_id(business_id, exclude)}
    scores = {
        pk: score
        for pk, score in _scores(name, place, exclude).items()
        if score >= at_least and pk not in found
    }
    best = sorted(scores, key=lambda pk: -scores[pk])[: limit - len(found)]
    employers = Employer.objects.for_list().in_bulk(best) if best else {}
    for pk in best:
        employer, score = employers[pk], scores[pk]
        found[pk] = Alike(employer, score, _why(score))
    return list(found.values())


def _same_id(business_id: str, exclude: int | None) -> Iterator[Alike]:
    if not business_id:
        return
    rows = Employer.objects.filter(business_id=business_id).exclude(pk=exclude or 0)
    for employer in rows.select_related(
        "coach", "municipality", "merged_into__coach", "merged_into__municipality"
    ).order_by("pk"):
        if employer.merged_into is None:
            yield Alike(employer, CERTAIN, _("The same Y-tunnus"))
        elif employer.merged_into_id != exclude:
            why = _("%(name)s was merged into this") % {"name": employer.name}
            yield Alike(employer.merged_into, CERTAIN, why)


def _why(score: int) -> str:
    if score == NAME_TOP:
        return _("The same name and place")
    if score in {NAME_TOP - PLACE_UNKNOWN, NAME_TOP - PLACE_DIFFERS}:
        return _("The same name")
    return _("The name is alike")


def _scores(name: str, place: str, exclude: int | None) -> dict[int, int]:
    """Score the employers near the name: pk → similarity."""
    key = name_key(name)
    scores: dict[int, int] = {}
    for pk, other_key, other_names, fi, sv, other in _near(name, key):
        where = sv if sv and fold(sv) == fold(place) else fi or other
        keys = [other_key, *(name_key(n) for n in other_names.split(",") if n.strip())]
        if pk != exclude:
            scores[pk] = max(similarity(key, place, k, where) for k in keys)
    return scores


def _near(name: str, key: str) -> Iterator[tuple[int, str, str, str, str, str]]:
    if len(key) < SHORTEST_PREFIX:
        return
    start = key[: max(SHORTEST_PREFIX, round(len(key) * 0.6))].rstrip()
    # A range uses the plain index in every collation; keys have no letter after z.
    prefix = Employer.objects.filter(
        name_key__gte=start, name_key__lte=f"{start}zzzz"
    ).order_by("name_key", "pk")
    yield from _light(prefix)
    words = [word for word in WORD.findall(fold(name)) if word not in FILLERS]
    if rare := max(words, key=len, default=""):
        yield from _light(Employer.objects.matching(rare).order_by("pk"))


def _light(
    queryset: "EmployerQuerySet",
) -> "Iterator[tuple[int, str, str, str, str, str]]":
    rows = queryset.current().values_list(
        "pk",
        "name_key",
        "other_names",
        "municipality__name_fi",
        "municipality__name_sv",
        "place",
    )
    return iter(rows[:CANDIDATES])
