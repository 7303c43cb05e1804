"""Reference model of the query language: its description in Python, by brute force.

Knows nothing of engines and indexes. Its corpus is made of words that no stemmer alters and no
stopword list holds, so a word is found where it stands and nowhere else.
"""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from search.document import SearchDocument
from search.query.tree import (
    And,
    Bag,
    Fuzzy,
    Near,
    Node,
    Occur,
    Or,
    Phrase,
    Prefix,
    Range,
    Scoped,
    Wildcard,
    Word,
)
from search.request.search_request import SearchRequest

WORDS = ("kuda", "kubu", "padi", "pantai", "gunung", "sungai", "kopi", "kota", "batik", "tari")
TYPES = ("home.ContentPage", "whatwedo.OrganPage")
TOPICS = ("law", "trade", "youth")
LOCALES = ("km", "lo", "my")  # their words are cut by our code, and have no stems
BETWEEN_BLOCKS = " □" * 10 + " "
FIRST_DAY = date(2018, 1, 1)


def corpus(seed: int, size: int = 60) -> list[SearchDocument]:
    chance = random.Random(seed)

    def text(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))

    return [
        SearchDocument(
            id=number,
            type=chance.choice(TYPES),
            title=text(3) or "kosong",
            path=f"/{number}/",
            locale=chance.choice(LOCALES),
            summary=text(4),
            body=text(14),
            attached=text(5) if chance.random() < 0.3 else "",
            organ=chance.choice(("", "Majlis", "Dewan Kota")),
            topics=tuple(sorted(chance.sample(TOPICS, chance.randint(0, 2)))),
            date=FIRST_DAY + timedelta(chance.randint(0, 2500)) if chance.random() < 0.8 else None,
        )
        for number in range(1, size + 1)
    ]


def query(chance: random.Random) -> str:
    """Any of the language's forms, of words that the corpus has, nested up to two levels."""
    return _or(chance, 2)


def _or(chance: random.Random, depth: int) -> str:
    return " OR ".join(_and(chance, depth) for _ in range(chance.choice((1, 1, 1, 2))))


def _and(chance: random.Random, depth: int) -> str:
    return " AND ".join(_bag(chance, depth) for _ in range(chance.choice((1, 1, 2))))


def _bag(chance: random.Random, depth: int) -> str:
    signs = ("", "", "", "+", "-", "NOT ")
    count = chance.choice((1, 1, 2, 3))
    return " ".join(chance.choice(signs) + _atom(chance, depth) for _ in range(count))


def _atom(chance: random.Random, depth: int) -> str:
    word, next_word = chance.sample(WORDS, 2)
    forms = [
        word,
        word,
        f'"{word} {next_word}"',
        f'"{word} {next_word}"~{chance.randint(1, 6)}',
        f'"{word} {next_word} {chance.choice(WORDS)}"~{chance.randint(1, 2)}',
        f'("{word} {next_word}" NEAR/{chance.randint(0, 5)} {chance.choice(WORDS)})',
        f"{word[:3]}*",
        f"{word[0]}?{word[2:]}",
        f"title:{word}",
        f"body:{word}",
        f"doc:{word}",
        f"topic:{chance.choice(TOPICS)}",
        f"type:{chance.choice(TYPES)}",
        f"date:{chance.randint(2018, 2025)}..{chance.randint(2018, 2025)}",
        f"({word} NEAR/2 {next_word})",
    ]
    if depth:
        forms += [f"({_or(chance, depth - 1)})", f"title:({word} {next_word})"]
    return chance.choice(forms)


Fields = tuple[tuple[str, ...], ...]  # the words of each


def finds(node: Node | None, page: SearchDocument) -> bool:
    """Return whether the page matches, without ranking."""
    every = tuple(_words(text) for text in (page.title, _body(page), page.attached))
    return _finds(node, page, every)


def _body(page: SearchDocument) -> str:
    return f"{page.summary}\n{page.body}"


def _words(text: str) -> tuple[str, ...]:
    """Return the words in their places; between two blocks there are ten without a word."""
    return tuple(text.replace("\n", BETWEEN_BLOCKS).split())


def _finds(node: Node | None, page: SearchDocument, fields: Fields) -> bool:
    match node:
        case None:
            return True
        case And(nodes):
            return all(_finds(each, page, fields) for each in nodes)
        case Or(nodes):
            return any(_finds(each, page, fields) for each in nodes)
        case Bag():
            return _bag_finds(node, page, fields)
        case Scoped(field, inner):
            return _scoped(field, inner, page)
        case Word(text):
            return any(text in words for words in fields)
        case Prefix(text):
            return any(word.startswith(text) for words in fields for word in words)
        case Wildcard(pattern):
            return any(_fits(pattern, word) for words in fields for word in words)
        case Phrase(text, slop):
            return any(_phrase(_words(text), words, slop) for words in fields)
        case Near(left, right, distance):
            sides = (_words(left.text), _words(right.text))
            return any(
                _near(first, second, words, distance)
                for words in fields
                for first, second in (sides, sides[::-1])
            )
        case Range():
            return _dated(node, page.date)
        case Fuzzy():
            raise NotImplementedError("Similar words depend on the engine's own distance.")
    raise AssertionError(node)


def _bag_finds(bag: Bag, page: SearchDocument, fields: Fields) -> bool:
    """`+` requires, `-` excludes; of the rest one of up to three must match, values narrow."""
    must, should, excluded = [], [], []
    narrowing: dict[str, list[bool]] = {}
    for clause in bag.clauses:
        matches = _finds(clause.node, page, fields)
        is_value = isinstance(clause.node, Scoped) and clause.node.field in {
            "type", "organ", "topic", "locale", "date",
        }  # fmt: skip
        if clause.occur is Occur.SHOULD and is_value and isinstance(clause.node, Scoped):
            narrowing.setdefault(clause.node.field, []).append(matches)
        else:
            {Occur.MUST: must, Occur.SHOULD: should, Occur.MUST_NOT: excluded}[clause.occur].append(
                matches
            )
    assert len(should) <= 3
    return (
        all(must)
        and all(any(values) for values in narrowing.values())
        and not any(excluded)
        and (any(should) or not should or bool(must))
    )


def _scoped(field: str, inner: Node, page: SearchDocument) -> bool:
    texts = {"title": page.title, "body": _body(page), "doc": page.attached}
    if field in texts:
        return _finds(inner, page, (_words(texts[field]),))
    if field == "date":
        return _finds(inner, page, ())
    values = {"type": (page.type,), "topic": page.topics}[field]
    assert isinstance(inner, Word)
    return inner.text in values


def _fits(pattern: str, word: str) -> bool:
    return len(pattern) == len(word) and all(
        p in {"?", w} for p, w in zip(pattern, word, strict=True)
    )


def _phrase(query: tuple[str, ...], words: tuple[str, ...], slop: int) -> bool:
    """Words in this order, with at most `slop` words between in all."""
    return any(
        words[at] == query[0] and _goes_on(query[1:], words[at + 1 :], slop)
        for at in range(len(words))
    )


def _goes_on(query: tuple[str, ...], words: tuple[str, ...], slop: int) -> bool:
    return not query or any(
        words[gap : gap + 1] == query[:1] and _goes_on(query[1:], words[gap + 1 :], slop - gap)
        for gap in range(slop + 1)
    )


def _near(
    first: tuple[str, ...], second: tuple[str, ...], words: tuple[str, ...], most: int
) -> bool:
    """The one right here, then the other, with at most so many words between."""
    return any(
        words[at : at + len(first)] == first and words[after : after + len(second)] == second
        for at in range(len(words))
        for after in range(at + len(first), at + len(first) + most + 1)
    )


def _dated(query: Range, day: date | None) -> bool:
    if day is None:
        return False
    low, high = query.low, query.high
    return (not low or str(day.year) >= low[:4]) and (not high or str(day.year) <= high[:4])


def chosen(request: SearchRequest, page: SearchDocument, without: str = "") -> bool:
    """Return whether the page has one of the chosen values of every facet except one."""
    has = {"type": {page.type}, "topic": set(page.topics), "locale": {page.locale}}
    for name, values in has.items():
        if name != without and (query := request.filter(name)) and not values & set(query):
            return False
    if without == "date" or not (request.date_from or request.date_to):
        return True
    return page.date is not None and (
        (request.date_from or date.min) <= page.date <= (request.date_to or date.max)
    )


def counts(request: SearchRequest, pages: Iterable[SearchDocument], name: str) -> dict[str, int]:
    """Count the values of a facet in the pages that match the other filters."""
    by_value = Counter[str]()
    for page in pages:
        if finds(request.expanded_tree, page) and chosen(request, page, without=name):
            values = {"type": (page.type,), "topic": page.topics, "locale": (page.locale,)}
            years = (str(page.date.year),) if page.date else ()
            by_value.update(years if name == "date" else values[name])
    return dict(by_value)
