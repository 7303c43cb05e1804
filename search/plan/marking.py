"""The terms to highlight in the results of a plan."""

from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Either,
    Leaf,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Unscored,
    Words,
)
from search.text.highlight_terms import HighlightTerms
from search.text.scripts import clusters, is_unspaced


def terms_to_highlight(plan: Plan | None) -> HighlightTerms:
    """Return the words and phrases of a plan that match pages, without excluded ones."""
    stems: set[str] = set()
    exact: set[str] = set()
    prefixes: list[str] = []
    patterns = []
    similar: list[tuple[str, int]] = []
    phrases: set[tuple[frozenset[str], ...]] = set()
    for leaf in positive_leaves(plan):
        match leaf:
            case Words(terms, _, 0) if len(terms) > 1:
                phrases.add(
                    tuple(
                        frozenset([each.word] if leaf.exact else [*each.forms, each.word])
                        for each in terms
                    )
                )
            case Words([only]) if is_unspaced(only.word):
                phrases.add(_letters(only.word))
            case Words(terms, _, _, is_exact):
                for each in terms:
                    if is_exact:
                        exact.add(each.word)
                    elif not each.is_stopword:
                        stems.update(each.forms)
            case Nearby(left, right):
                for side in (left, right):
                    phrases.add(tuple(frozenset([word]) for word in side))
            case Pattern(prefix, None, _, ()):
                prefixes.append(prefix)
            case Pattern(prefix, None, _, before):
                phrases.add(tuple(frozenset([word]) for word in (*before, f"{prefix}*")))
            case Pattern(_, pattern) if pattern is not None:
                patterns.append(pattern)
            case Similar(word, distance):
                similar.append((word, distance))
    return HighlightTerms(
        frozenset(stems),
        frozenset(exact),
        tuple(prefixes),
        tuple(patterns),
        tuple(similar),
        frozenset(phrases),
    )


def _letters(word: str) -> tuple[frozenset[str], ...]:
    """Return a word of a script without spaces as a phrase of its letters, as it is indexed."""
    return tuple(frozenset([letter]) for letter in clusters(word))


def positive_leaves(node: Plan | None) -> list[Leaf]:
    """Return the leaves that can match a page, without excluded ones."""
    match node:
        case None:
            return []
        case All(parts) | Either(parts):
            return [leaf for part in parts for leaf in positive_leaves(part)]
        case Choice():
            return [leaf for part in (*node.must, *node.should) for leaf in positive_leaves(part)]
        case Alternatives(original, others):
            return [leaf for part in (original, *others) for leaf in positive_leaves(part)]
        case Unscored(part):
            return [part]
        case _:
            return [node]
