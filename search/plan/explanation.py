"""Why a page stands where it does for a query, in plain words; the same for both engines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.document import SearchDocument
from search.fields import search_fields
from search.plan.marking import wanted, wanted_terms
from search.plan.nodes import Alternatives, Choice, Plan, Words
from search.plan.planner import plan
from search.plan.ranking import RECENCY
from search.plan.titles import names, title
from search.request.search_request import SearchRequest
from search.text.forms import folded
from search.text.highlight import Wanted, highlight
from search.text.words import words


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for the page, or against it."""

    text: str
    speaks_for: bool = True


def reasons(
    request: SearchRequest,
    document: SearchDocument,
    today: date,
    moved_up: int = 0,
    is_close: bool = False,
) -> list[Reason]:
    """Return what of the query the page has, where, and what lifts or holds it back.

    `moved_up` is how many places its likeness to other results, or with `is_close` its meaning,
    moved it.
    """
    query_plan = plan(request.meaning)
    texts = readable(document)
    found = list(_words(query_plan, texts, document.locale))
    found += _filters(request, document)
    found += _lifts(query_plan, texts, document)
    if (said := title(request.meaning)) and said == " ".join(map(folded, words(document.title))):
        found.append(Reason("Its title is exactly the query, which puts it first."))
    elif said and said in names(document):
        found.append(Reason("One of its names is the query: only pages of that title come before."))
    if moved_up:
        places = "one place" if moved_up == 1 else f"{moved_up} places"
        why = "close in meaning" if is_close else "its text is like that of other good results"
        found.append(Reason(f"Moved up {places}: {why}."))
    if document.id in request.hidden:
        found.append(Reason("A rule of the search editors hides it for this query.", False))
    if query_plan and request.sort == "relevance" and (recent := _recency(document, today)):
        found.append(recent)
    if request.sort != "relevance":
        found.append(Reason(f"The order is by {request.sort.strip('-')}, not by relevance."))
    return found


def readable(document: SearchDocument) -> Mapping[str, str]:
    return {name: document.text(name) for name in search_fields().text_names}


def _words(query_plan: Plan | None, texts: Mapping[str, str], locale: str) -> Iterator[Reason]:
    """Each word or phrase of the query once: where the page has it."""
    for leaf, is_synonym in _leaves(query_plan):
        marks = wanted(leaf)
        if not marks:
            continue
        places = [
            search_fields()[name].place
            for name, text in texts.items()
            if _holds(text, locale, marks, leaf)
        ]
        word = _said(leaf)
        if places:
            kind = "a synonym, counted less" if is_synonym else "as it is or in another form"
            yield Reason(f"“{word}” stands in {_listed(places)} ({kind}).")
        elif not is_synonym:
            yield Reason(f"“{word}” is not on the page.", False)


def _leaves(query_plan: Plan | None) -> Iterator[tuple[Plan, bool]]:
    match query_plan:
        case Alternatives(own, others):
            yield from ((leaf, False) for leaf in wanted_terms(own))
            yield from ((leaf, True) for other in others for leaf in wanted_terms(other))
        case Choice():
            for part in (*query_plan.must, *query_plan.should):
                yield from _leaves(part)
        case None:
            return
        case _ if hasattr(query_plan, "parts"):
            for part in query_plan.parts:
                yield from _leaves(part)
        case _:
            yield query_plan, False


def _holds(text: str, locale: str, marks: Wanted, leaf: Plan) -> bool:
    """Return whether the words stand there: all of them, where they belong together."""
    if isinstance(leaf, Words) and len(leaf.terms) > 1:
        alone = [wanted(replace(leaf, terms=(term,))) for term in leaf.terms]
        return all(highlight(text, locale, each) for each in alone if each)
    return highlight(text, locale, marks) is not None


def _said(leaf: Plan) -> str:
    match leaf:
        case Words(terms):
            return " ".join(term.word for term in terms)
        case _:
            marks = wanted(leaf)
            said = [*marks.words, *(f"{each}*" for each in marks.prefixes)]
            said += [pattern.pattern.replace(".", "?") for pattern in marks.patterns]
            return " ".join([*said, *(f"{word}~" for word, _ in marks.similar)])


def _filters(request: SearchRequest, document: SearchDocument) -> Iterator[Reason]:
    for name, chosen in request.filters.items():
        if set(chosen) & set(document.values(name)):
            yield Reason(f"It is of a chosen {name}.")
        else:
            yield Reason(f"It is not of a chosen {name}.", False)


def _lifts(
    query_plan: Plan | None, texts: Mapping[str, str], document: SearchDocument
) -> Iterator[Reason]:
    """All words lift a page above those with some; as a phrase, above those."""
    if not isinstance(query_plan, Choice) or not query_plan.lifted:
        return
    locale, whole = document.locale, "\n".join(texts.values())
    if not all(_holds(whole, locale, wanted(part), part) for part in query_plan.lifted):
        yield Reason("It does not have all the words; pages that do come first.", False)
        return
    yield Reason("It has all the words, which lifts it above pages that have some.")
    if query_plan.phrase and _has_phrase(query_plan.phrase, texts):
        yield Reason("They stand side by side, as asked, which lifts it further.")


def _has_phrase(phrase: Words, texts: Mapping[str, str]) -> bool:
    said = [term.word for term in phrase.terms]
    for text in texts.values():
        spoken = [folded(word) for word in words(text)]
        if any(spoken[at : at + len(said)] == said for at in range(len(spoken))):
            return True
    return False


def _recency(document: SearchDocument, today: date) -> Reason | None:
    if document.date is None:
        return None
    for days, _ in RECENCY:
        if document.date >= today - timedelta(days):
            return Reason(f"It is dated {document.date}, which counts a little for it.")
    return Reason(
        f"It is dated {document.date}: newer pages come before it where they are equal.", False
    )


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
