"""Explanations of a page's rank for a query, in plain words; the same for both engines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.document import SearchDocument
from search.fields import search_fields
from search.plan.marking import positive_leaves, terms_to_highlight
from search.plan.nodes import Alternatives, Choice, Plan, Words
from search.plan.planner import plan
from search.plan.ranking import RECENCY
from search.plan.titles import names, title
from search.request.search_request import SearchRequest
from search.text.forms import folded
from search.text.highlight import highlight
from search.text.highlight_terms import HighlightTerms
from search.text.words import words


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that ranks the page higher, or lower."""

    text: str
    is_favourable: bool = True


def reasons(
    request: SearchRequest,
    document: SearchDocument,
    today: date,
    moved_up: int = 0,
    is_semantic: bool = False,
) -> list[Reason]:
    """Return which words and filters of the query the page matches, and what else ranks it.

    `moved_up` is how many places similarity to other results, or with `is_semantic` in
    meaning, moved it up.
    """
    query_plan = plan(request.expanded_tree)
    texts = readable(document)
    reasons = list(_words(query_plan, texts, document.locale))
    reasons += _filters(request, document)
    reasons += _boosts(query_plan, texts, document)
    query_title = title(request.expanded_tree)
    if query_title and query_title == " ".join(map(folded, words(document.title))):
        reasons.append(Reason("Its title is exactly the query, which puts it first."))
    elif query_title and query_title in names(document):
        reasons.append(
            Reason("One of its names is the query: only pages of that title come before.")
        )
    if request.prefer_locale == document.locale and request.sort == "relevance":
        reasons.append(
            Reason("It is in your language, so it comes before equal matches in others.")
        )
    elif document.locale in request.preferred_locales and request.sort == "relevance":
        reasons.append(Reason("Its language is the next best to yours, so it comes before others."))
    if moved_up:
        places = "one place" if moved_up == 1 else f"{moved_up} places"
        why = "close in meaning" if is_semantic else "its text is similar to other good results"
        reasons.append(Reason(f"Moved up {places}: {why}."))
    if document.id in request.hidden:
        reasons.append(Reason("A rule of the search editors hides it for this query.", False))
    if query_plan and request.sort == "relevance" and (recent := _recency(document, today)):
        reasons.append(recent)
    if request.sort != "relevance":
        reasons.append(Reason(f"The order is by {request.sort.strip('-')}, not by relevance."))
    return reasons


def readable(document: SearchDocument) -> Mapping[str, str]:
    return {name: document.text(name) for name in search_fields().text_names}


def _words(query_plan: Plan | None, texts: Mapping[str, str], locale: str) -> Iterator[Reason]:
    """Yield for each word or phrase of the query in which fields the page has it."""
    for leaf, is_synonym in _leaves(query_plan):
        terms = terms_to_highlight(leaf)
        if not terms:
            continue
        fields = [
            search_fields()[name].place
            for name, text in texts.items()
            if _has_terms(text, locale, terms, leaf)
        ]
        word = _leaf_text(leaf)
        if fields:
            kind = "a synonym, counted less" if is_synonym else "as it is or in another form"
            yield Reason(f"“{word}” is in {_enumerated(fields)} ({kind}).")
        elif not is_synonym:
            yield Reason(f"“{word}” is not on the page.", False)


def _leaves(query_plan: Plan | None) -> Iterator[tuple[Plan, bool]]:
    match query_plan:
        case Alternatives(original, others):
            yield from ((leaf, False) for leaf in positive_leaves(original))
            yield from ((leaf, True) for other in others for leaf in positive_leaves(other))
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


def _has_terms(text: str, locale: str, terms: HighlightTerms, leaf: Plan) -> bool:
    """Return whether the text has the words of a leaf; of a phrase, each of them."""
    if isinstance(leaf, Words) and len(leaf.terms) > 1:
        single = [terms_to_highlight(replace(leaf, terms=(term,))) for term in leaf.terms]
        return all(highlight(text, locale, each) for each in single if each)
    return highlight(text, locale, terms) is not None


def _leaf_text(leaf: Plan) -> str:
    match leaf:
        case Words():
            return " ".join(term.word for term in leaf.terms)
        case _:
            terms = terms_to_highlight(leaf)
            written = [*terms.words, *(f"{each}*" for each in terms.prefixes)]
            written += [pattern.pattern.replace(".", "?") for pattern in terms.patterns]
            return " ".join([*written, *(f"{word}~" for word, _ in terms.similar)])


def _filters(request: SearchRequest, document: SearchDocument) -> Iterator[Reason]:
    for name, chosen in request.filters.items():
        if set(chosen) & set(document.values(name)):
            yield Reason(f"It is of a chosen {name}.")
        else:
            yield Reason(f"It is not of a chosen {name}.", False)


def _boosts(
    query_plan: Plan | None, texts: Mapping[str, str], document: SearchDocument
) -> Iterator[Reason]:
    """Yield whether the page has all words, which ranks it higher, and has them as a phrase."""
    if not isinstance(query_plan, Choice) or not query_plan.all_words:
        return
    locale, full_text = document.locale, "\n".join(texts.values())
    if not all(
        _has_terms(full_text, locale, terms_to_highlight(part), part)
        for part in query_plan.all_words
    ):
        yield Reason("It does not have all the words; pages that do come first.", False)
        return
    yield Reason("It has all the words, so it comes before pages with only some of them.")
    if query_plan.phrase and _has_phrase(query_plan.phrase, texts):
        yield Reason("It has them as a phrase, so it comes before other pages with all the words.")


def _has_phrase(phrase: Words, texts: Mapping[str, str]) -> bool:
    phrase_words = [term.word for term in phrase.terms]
    length = len(phrase_words)
    for text in texts.values():
        text_words = [folded(word) for word in words(text)]
        if any(text_words[at : at + length] == phrase_words for at in range(len(text_words))):
            return True
    return False


def _recency(document: SearchDocument, today: date) -> Reason | None:
    if document.date is None:
        return None
    for days, _ in RECENCY:
        if document.date >= today - timedelta(days):
            return Reason(f"It is dated {document.date}, which ranks it slightly higher.")
    return Reason(
        f"It is dated {document.date}: newer pages come before it where they are equal.", False
    )


def _enumerated(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
