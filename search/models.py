"""The models of this app; each stands in the package that it belongs to."""

from search.insight.models import (
    DayPage,
    DayPosition,
    DayQuery,
    DayTotal,
    LoggedSearch,
    OpenedResult,
)
from search.meaning.models import PageVectors, VectorsState
from search.service.models import RelatedRanking
from search.steering.models import BestBet, DeniedSuggestion, HiddenResult, SynonymRule

__all__ = [
    "BestBet",
    "DayPage",
    "DayPosition",
    "DayQuery",
    "DayTotal",
    "DeniedSuggestion",
    "HiddenResult",
    "LoggedSearch",
    "OpenedResult",
    "PageVectors",
    "RelatedRanking",
    "SynonymRule",
    "VectorsState",
]
