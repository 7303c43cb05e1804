"""The models of this app; each stands in the package that it belongs to."""

from search.insight.models import (
    DayPage,
    DayPosition,
    DayQuery,
    DayTotal,
    LoggedSearch,
    OpenedResult,
)

__all__ = ["DayPage", "DayPosition", "DayQuery", "DayTotal", "LoggedSearch", "OpenedResult"]
