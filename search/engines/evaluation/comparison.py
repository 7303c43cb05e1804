"""The product beside plain BM25 on one collection after another, and where it is below."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.evaluation.baseline import plain_bm25
from search.engines.evaluation.collection import Collection
from search.engines.evaluation.run import Run, main_measure, per_query

DEPTH = 10
RESAMPLES = 2_000
TOLERANCE = 0.01
"""A larger mean difference is below BM25 at any interval."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Means of both over the queries of one collection; `low` and `high` bound the difference."""

    name: str
    locale: str
    measure: str
    queries: int
    product: float
    bm25: float
    low: float
    high: float
    """A 95 % interval, by a paired bootstrap over the queries."""

    @property
    def difference(self) -> float:
        return self.product - self.bm25

    @property
    def is_below(self) -> bool:
        """Return whether the product is worse than plain BM25 beyond chance or tolerance."""
        return self.difference < -TOLERANCE or self.high < 0


def compared(name: str, collection: Collection, run: Run) -> Comparison:
    """Return the product's run of a collection beside that of plain BM25, made here."""
    measure = main_measure(collection)
    product = np.array(list(per_query(collection, run, measure).values()))
    plain = np.array(list(per_query(collection, plain_bm25(collection, DEPTH), measure).values()))
    low, high = interval(product - plain)
    return Comparison(
        name,
        collection.locale,
        str(measure),
        len(product),
        float(product.mean()),
        float(plain.mean()),
        low,
        high,
    )


def interval(differences: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, float]:
    """Return the middle 95 % of the mean over resampled queries (Sakai, SIGIR 2006).

    The same differences give the same interval.
    """
    chosen = np.random.default_rng(1).integers(len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.percentile(differences[chosen].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def table(rows: Sequence[Comparison]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| collection | language | queries | measure | product | plain BM25 | difference, 95 % |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.locale} | {row.queries} | {row.measure} | {row.product:.3f} |"
        f" {row.bm25:.3f} | {row.difference:+.3f} ({row.low:+.3f} to {row.high:+.3f})"
        f"{', below' if row.is_below else ''} |"
        for row in rows
    ]
    return "\n".join(lines)
