"""The figure "organs at a glance": a small layout, pure and deterministic.

Organs stand in the rows of their kinds, two side by side; relations are arrows
between their borders.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

WIDTH = 600
NODE_WIDTH, NODE_HEIGHT = 220, 76
ROW_GAP, MARGIN = 84, 12


@dataclass(frozen=True, slots=True)
class Organ:
    id: int
    title: str
    url: str
    row: int = 3
    is_emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation; `label` is a phrase between the names of the two organs."""

    source: int
    target: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    title: str
    url: str
    is_emphasised: bool
    x: float
    y: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + NODE_WIDTH / 2, self.y + NODE_HEIGHT / 2


@dataclass(frozen=True, slots=True)
class Edge:
    kind: str
    label: str
    x1: float
    y1: float
    x2: float
    y2: float
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure; coordinates are in units of the SVG's view box."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: float
    description: str
    width: float = WIDTH
    node_width: float = NODE_WIDTH
    node_height: float = NODE_HEIGHT


def organs_figure(organs: Sequence[Organ], relations: Iterable[Relation]) -> Figure:
    """Return the figure, without relations to organs that are not shown."""
    rows = _rows(organs)
    nodes: dict[int, Node] = {}
    for row_number, row in enumerate(rows):
        y = MARGIN + row_number * (NODE_HEIGHT + ROW_GAP)
        for organ, x in zip(row, _places(len(row)), strict=True):
            nodes[organ.id] = _node(organ, x, y)
    edges = [each for each in relations if each.source in nodes and each.target in nodes]
    titles = {organ.id: organ.title for organ in organs}
    return Figure(
        nodes=tuple(nodes.values()),
        edges=tuple(_edge(each, nodes[each.source], nodes[each.target]) for each in edges),
        height=2 * MARGIN + len(rows) * NODE_HEIGHT + max(len(rows) - 1, 0) * ROW_GAP,
        description=_description(titles, edges),
    )


def _rows(organs: Sequence[Organ]) -> list[list[Organ]]:
    rows: dict[int, list[Organ]] = {}
    for organ in organs:
        rows.setdefault(organ.row, []).append(organ)
    return [
        row[start : start + 2] for _, row in sorted(rows.items()) for start in range(0, len(row), 2)
    ]


def _places(count: int) -> tuple[float, ...]:
    """Return the x of each node: one is centred, two leave room for the label of an arrow."""
    return ((WIDTH - NODE_WIDTH) / 2,) if count == 1 else (MARGIN, WIDTH - MARGIN - NODE_WIDTH)


def _node(organ: Organ, x: float, y: float) -> Node:
    return Node(organ.title, organ.url, organ.is_emphasised, round(x, 1), round(y, 1))


def _edge(relation: Relation, source: Node, target: Node) -> Edge:
    x1, y1 = _border(source, target.centre)
    x2, y2 = _border(target, source.centre)
    return Edge(
        relation.kind,
        relation.label,
        x1,
        y1,
        x2,
        y2,
        label_x=round((x1 + x2) / 2, 1),
        label_y=round((y1 + y2) / 2 + (-8 if y1 == y2 else 4), 1),
    )


def _border(node: Node, towards: tuple[float, float]) -> tuple[float, float]:
    """Return the point where the line from the node's centre to `towards` leaves the node."""
    (x, y), (to_x, to_y) = node.centre, towards
    dx, dy = to_x - x, to_y - y
    if dx == dy == 0:
        return x, y
    across = abs(dx) / (NODE_WIDTH / 2)
    down = abs(dy) / (NODE_HEIGHT / 2)
    reach = max(across, down)
    return round(x + dx / reach, 1), round(y + dy / reach, 1)


def _description(titles: Mapping[int, str], relations: Sequence[Relation]) -> str:
    sentences = [
        f"{titles[each.source]}: {each.label} {titles[each.target]}." for each in relations
    ]
    organs = ", ".join(titles.values())
    return " ".join(sentences) or gettext("Organs: {organs}.").format(organs=organs)
