"""Comparing two units: vetoes first, then a score of named parts that anybody can check.

A veto says why two cannot be one whatever else agrees. The measure of names is that of `graph.names`; weights and
thresholds are data (`resolution.yaml`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sutradhar.graph.names import name_key, similarity
from sutradhar.graph.policy import phonetic, policy
from sutradhar.graph.units import LATE, Unit, words

FIGURES = 2  # of a score, so that sums come out alike everywhere


@dataclass(frozen=True)
class Comparison:
    """The parts of a score, and the veto, if any."""

    parts: tuple[tuple[str, float], ...] = ()
    veto: str | None = None

    @property
    def score(self) -> float:
        return round(min(1.0, sum(value for _, value in self.parts)), FIGURES)

    def __str__(self) -> str:
        """ "name 0.70 + office 0.25 = 0.95", and the veto."""
        sum_ = " + ".join(f"{name} {value:.2f}" for name, value in self.parts)
        told = f"{sum_} = {self.score:.2f}" if len(self.parts) > 1 else sum_
        return "; ".join(filter(None, (told, self.veto)))


NOTHING = Comparison()


def compare(a: Unit, b: Unit) -> Comparison:
    """Two units of one label, both fully named. The veto of a name says nothing of a pair of quite other names."""
    name = _names(a, b)
    if name is None:
        return NOTHING
    parts = [name, *_circumstances(a, b)]
    if a.offices.keys() & b.offices.keys():
        parts.insert(1, ("office", policy().weights.office))
    return Comparison(tuple(parts), _veto(a, b))


def compare_partial(part: Unit, whole: Unit, *, only: bool) -> Comparison:
    """A person known by one word and a fully named one. `only`: no other full name in the store has the word."""
    weights = policy().weights
    keys = part.main_words
    if not keys or not keys <= whole.name_words:
        return NOTHING
    parts = [("surname", weights.surname) if keys <= whole.last_words else ("forename", weights.forename)]
    if only:
        parts.append(("only", weights.only))
    if part.offices.keys() & whole.offices.keys():
        parts.append(("office", weights.title))
    parts += _company(part, whole)
    return Comparison(tuple(parts), _lasting_veto(part, whole))


def compare_partials(a: Unit, b: Unit, *, telling: bool) -> Comparison:
    """Two people known by one word only. `telling`: the word is rare enough to tell who is meant."""
    weights = policy().weights
    if not telling and a.kind != b.kind:
        return NOTHING
    if a.kind == b.kind:
        parts = [("name", weights.name) if telling else ("surname", weights.surname)]
    elif (alike := _alike(a, b)) is not None:
        parts = [alike]
    else:
        return NOTHING
    if a.offices.keys() & b.offices.keys():
        parts.append(("office", weights.office if telling else weights.title))
    parts += _circumstances(a, b)
    return Comparison(tuple(parts), _veto(a, b))


# --- names ------------------------------------------------------------------------------------------------------------

Part = tuple[str, float]


def _names(a: Unit, b: Unit) -> Part | None:
    return ("name", policy().weights.name) if a.kind == b.kind else _alike(a, b)


def _alike(a: Unit, b: Unit) -> Part | None:
    """The part of the two names that are most alike, the one of them a main name.

    An organisation's other names hold its abbreviations, as articles tell; two that share one are not one for that.
    """
    if a.kind[0] == "Place" and (a.known or b.known):
        return None
    pairs = [(one, other) for one in a.mains for other in b.names] + [
        (one, other) for one in b.mains for other in a.names
    ]
    best = max((_name_part(one, other) for one, other in pairs), key=lambda each: each[1])
    return best if best[1] else None


@lru_cache(maxsize=65_536)
def _name_part(a: str, b: str) -> Part:
    """What two names count; nothing when a word of one is not like its counterpart in the other."""
    weights, least = policy().weights, policy().thresholds.word
    one, other = words(a), words(b)
    keys = [name_key(each) for each in (a, b, "".join(one), "".join(other))]
    if keys[0] and (keys[0] == keys[1] or keys[2] == keys[3]):
        return "name", weights.name
    if len(one) == len(other):
        likeness = [similarity(x, y) for x, y in zip(one, other, strict=True)]
        if phonetic(a) == phonetic(b) and min(likeness) >= least:
            return "variant", round(weights.variant * sum(likeness) / len(likeness), FIGURES)
        return "", 0.0
    shorter, longer = sorted((one, other), key=len)
    ends = ((shorter[0], longer[0]), (shorter[-1], longer[-1]))
    if len(shorter) > 1 and all(name_key(x) == name_key(y) for x, y in ends) and _within(shorter, longer):
        return "shortened", weights.shortened
    return "", 0.0


def _within(shorter: list[str], longer: list[str]) -> bool:
    rest = iter([name_key(word) for word in longer])
    return all(name_key(word) in rest for word in shorter)


# --- circumstances ----------------------------------------------------------------------------------------------------


def _company(a: Unit, b: Unit) -> list[Part]:
    """What does not depend on when it was written: of a whole name that changes with every article."""
    weights = policy().weights
    parts = []
    if a.countries.keys() & b.countries.keys():
        parts.append(("country", weights.country))
    smaller, larger = sorted((a.company, b.company), key=len)
    if shared := sum(each in larger for each in smaller):
        parts.append(("company", round(min(weights.company_most, weights.company * shared), FIGURES)))
    return parts


def _circumstances(a: Unit, b: Unit) -> list[Part]:
    apart = _apart(a, b)
    near = apart is not None and apart <= policy().days.near
    return [*_company(a, b), *([("time", policy().weights.time)] if near else [])]


def _apart(a: Unit, b: Unit) -> int | None:
    """Days between the articles of one and those of the other, 0 when they overlap; None where dates are unknown."""
    if not (a.last and b.last):
        return None
    earlier, later = sorted((a, b), key=lambda each: (each.last, each.first))
    return max(0, _days(earlier.last, later.first[0]))


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


# --- vetoes -----------------------------------------------------------------------------------------------------------


def _lasting_veto(a: Unit, b: Unit) -> str | None:
    """Why two of a like name cannot be one, at whatever time; else None."""
    if a.known and b.known:
        return "two entries of the gazetteer"
    if _others(a.wikidata, b.wikidata):
        return "two Wikidata ids"
    if _share(a.articles, b.articles):
        return "told apart in one article"
    if _others(a.countries, b.countries):
        return f"countries {_both(a.countries, b.countries)}"
    if _others(a.fields, b.fields):
        return f"fields {_both(a.fields, b.fields)}"
    return None


def _veto(a: Unit, b: Unit) -> str | None:
    """Why two of a like name cannot be one, else None."""
    if lasting := _lasting_veto(a, b):
        return lasting
    days = policy().days
    apart = _apart(a, b)
    if _others(a.states, b.states) and (apart is None or apart <= days.state):
        return f"offices of {_both(a.states, b.states)}"
    for dead, alive in ((a, b), (b, a)):
        if dead.dead in {None, LATE} or alive.active in {None, LATE}:
            continue
        if _days(dead.dead or LATE, alive.active or LATE) > days.after:
            return f"dead by {dead.dead} and active on {alive.active}"
    return None


def _share(a: Collection[str], b: Collection[str]) -> bool:
    smaller, larger = sorted((a, b), key=len)
    return any(each in larger for each in smaller)


def _others(a: Collection[str], b: Collection[str]) -> bool:
    return bool(a) and bool(b) and not _share(a, b)


def _both(a: Iterable[str], b: Iterable[str]) -> str:
    return " and ".join(sorted(", ".join(sorted(each)) for each in (a, b)))
