"""Synonyms and what they expand to."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.query import parse, print_query
from search.query.tree import Bag, Clause, Node, Occur, Synonym, Synonyms, Word
from search.request.thesaurus import MAX_SYNONYMS, MAX_TERMS, Rule, Thesaurus
from search.text.normalize import normalize
from tests.unit.search.query.strategies import queries

COMMITTEE = Rule(("CPR", "Committee of Permanent Representatives"))


def added(text: str, *rules: Rule) -> dict[str, set[str]]:
    """The words that got synonyms, with them."""
    tree = Thesaurus(rules).expanded(parse(text).tree)
    return {each.word.text: {other.text for other in each.others} for each in synonyms(tree)}


def synonyms(node: Node | None) -> list[Synonyms]:
    match node:
        case Synonyms():
            return [node]
        case Bag(clauses):
            return [each for clause in clauses for each in synonyms(clause.node)]
        case None:
            return []
    inner = getattr(node, "nodes", None) or [getattr(node, "node", None)]
    return [each for part in inner if part is not None for each in synonyms(part)]


def test_a_word_gets_the_other_terms_of_its_rule():
    assert added("cpr", COMMITTEE) == {"cpr": {"Committee of Permanent Representatives"}}


def test_words_in_a_row_get_the_synonyms_of_the_whole_term():
    assert added("committee of permanent representatives", COMMITTEE) == {
        word: {"CPR"} for word in ("committee", "permanent", "representatives")
    }


@pytest.mark.parametrize("text", ["representative committees permanent", "committee", "of"])
def test_some_of_a_terms_words_are_not_the_term(text):
    assert added(text, COMMITTEE) == {}


def test_a_one_way_rule_leads_one_way():
    rule = Rule(("disaster", "earthquake", "typhoon"), is_one_way=True)

    assert added("disaster", rule) == {"disaster": {"earthquake", "typhoon"}}
    assert added("typhoon", rule) == {}


def test_forms_and_accents_make_no_difference():
    assert set(added("COMMITTEES", Rule(("committee", "panel")))) == {"COMMITTEES"}
    assert set(added("hoi", Rule(("hội", "nghị"), "vi"))) == {"hoi"}


def test_a_synonym_of_a_language_is_looked_for_in_its_pages():
    tree = Thesaurus([Rule(("negara", "bangsa"), "id")]).expanded(parse("negara").tree)

    assert [each.others for each in synonyms(tree)] == [(Synonym("bangsa", "id"),)]


@pytest.mark.parametrize(
    "text", ['"cpr"', "cpr*", "cpr~", "-cpr", "peace -cpr", "type:cpr", "cpr NEAR/3 x", '"cpr x"~2']
)
def test_what_is_not_a_plain_word_stays_as_it_is(text):
    assert added(text, COMMITTEE) == {}


@pytest.mark.parametrize("text", ["title:cpr", "+cpr", "peace AND cpr", "(cpr OR x) AND y"])
def test_plain_words_are_expanded_wherever_they_stand(text):
    assert set(added(text, COMMITTEE)) == {"cpr"}


def test_a_word_inside_a_text_without_spaces_is_found():
    rule = Rule(("秘书处", "总部"))

    assert added("秘书处", rule) == {"秘书处": {"总部"}}
    assert {"总部"} in added("东盟秘书处在雅加达", rule).values()


def test_a_circle_of_rules_is_gone_through_once():
    circle = [Rule((a, b), is_one_way=True) for a, b in ("ab", "bc", "ca")]

    assert added("a b c", *circle) == {"a": {"b"}, "b": {"c"}, "c": {"a"}}


def test_thousands_of_synonyms_are_cut():
    many = [Rule(("x", *(f"y{a}z{b}" for b in range(19)))) for a in range(200)]

    assert len(added("x", *many)["x"]) == MAX_TERMS
    tree = Thesaurus(many).expanded(parse("x " * 500).tree)
    assert sum(len(each.others) for each in synonyms(tree)) == MAX_SYNONYMS


terms = st.sampled_from(
    ["a", "b", "a b", "b c d", "é", "秘书处", "AND", "title:", "x" * 60, "…", ""]
)
rules = st.lists(
    st.builds(
        Rule,
        st.lists(terms, min_size=1, max_size=5).map(tuple),
        st.sampled_from(["", "en", "th"]),
        st.booleans(),
    ),
    max_size=6,
)


def bare(node: Node | None) -> Node | None:
    """The tree with its words alone again."""
    match node:
        case Synonyms(word):
            return word
        case Bag(clauses):
            return Bag(tuple(Clause(each.occur, bare(each.node)) for each in clauses))
    return node


def letters(node: Node | None) -> str:
    """Return the query's letters, normalized as the words that are cut from an unspaced text."""
    return re.sub(r"[\W_]", "", normalize(print_query(node)))


@example("a-书", [Rule(("a", "b"))])
@example("a+书", [Rule(("a", "b"))])
@example("A书", [Rule(("a", "b"))])
@example("a²书", [Rule(("a", "b"))])
@given(queries | st.text("ab cdé秘书处 +-", max_size=40), rules)
def test_expansion_adds_within_bounds_and_changes_nothing_else(text, rules):
    tree = parse(text).tree

    expanded = Thesaurus(rules).expanded(tree)

    added = synonyms(expanded)
    assert sum(len(each.others) for each in added) <= MAX_SYNONYMS
    assert all(each.others for each in added)
    assert letters(expanded) == letters(tree)
    assert (expanded == tree) == (not added)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), rules)
def test_taking_the_synonyms_out_gives_the_query_again(row, rules):
    tree = Bag(tuple(Clause(Occur.SHOULD, Word(each)) for each in row))

    assert bare(Thesaurus(rules).expanded(tree)) == tree
