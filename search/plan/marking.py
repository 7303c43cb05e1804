"""Which words of a page to mark, read off the plan that found it."""

from search.plan.nodes import Nearby, Pattern, Plan, Similar, Words
from search.plan.planner import wanted_terms
from search.text.highlight import Wanted


def wanted(plan: Plan | None) -> Wanted:
    stems: set[str] = set()
    exact: set[str] = set()
    prefixes: list[str] = []
    patterns = []
    similar: list[tuple[str, int]] = []
    for leaf in wanted_terms(plan):
        match leaf:
            case Words(terms, _, _, is_exact):
                for each in terms:
                    if is_exact:
                        exact.add(each.word)
                    elif not each.is_stopword:
                        stems.update(each.forms)
            case Nearby(left, right):
                exact.update(left + right)
            case Pattern(prefix, None, _, before):
                prefixes.append(prefix)
                exact.update(before)
            case Pattern(_, pattern) if pattern is not None:
                patterns.append(pattern)
            case Similar(word, distance):
                similar.append((word, distance))
    return Wanted(
        frozenset(stems), frozenset(exact), tuple(prefixes), tuple(patterns), tuple(similar)
    )
