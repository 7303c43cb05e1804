"""The layout of the figure "organs at a glance"."""

from hypothesis import given
from hypothesis import strategies as st

from whatwedo.figure import (
    NODE_HEIGHT,
    NODE_WIDTH,
    WIDTH,
    Organ,
    Relation,
    organs_figure,
)

SECRETARY = Organ(1, "Secretary-General", "/sg/", row=2)
SECRETARIAT = Organ(2, "Secretariat", "/sec/", row=3)

organs = st.lists(
    st.builds(
        Organ,
        st.integers(0, 99),
        st.text(min_size=1, max_size=80),
        st.just("/x/"),
        st.integers(0, 9),
    ),
    max_size=12,
    unique_by=lambda organ: organ.id,
)


def test_relations_are_described_in_words():
    figure = organs_figure([SECRETARY, SECRETARIAT], [Relation(1, 2, "heads", "heads")])

    assert figure.description == "Secretary-General: heads Secretariat."


def test_an_arrow_goes_from_border_to_border():
    figure = organs_figure([SECRETARY, SECRETARIAT], [Relation(1, 2, "heads", "heads")])
    above, below = figure.nodes
    (edge,) = figure.edges

    assert edge.y1 == above.y + NODE_HEIGHT
    assert edge.y2 == below.y


def test_a_relation_to_an_organ_that_is_not_shown_is_left_out():
    assert organs_figure([SECRETARY], [Relation(1, 2, "heads", "heads")]).edges == ()


@given(organs)
def test_no_two_organs_overlap_and_all_are_inside(shown):
    figure = organs_figure(shown, [])

    assert len(figure.nodes) == len(shown)
    for node in figure.nodes:
        assert 0 <= node.x <= WIDTH - NODE_WIDTH
        assert 0 <= node.y <= figure.height - NODE_HEIGHT
    places = [(node.x, node.y) for node in figure.nodes]
    assert all(
        abs(x - other_x) >= NODE_WIDTH or abs(y - other_y) >= NODE_HEIGHT
        for index, (x, y) in enumerate(places)
        for other_x, other_y in places[:index]
    )
