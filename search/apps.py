from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from cms.changes.watching.registry import hide
        from search.fields import register
        from search.vocabulary.declarations import OWN_FIELDS

        register(*OWN_FIELDS)

        hide(
            *("search.SynonymRule", "search.BestBet", "search.HiddenResult"),
            "search.DeniedSuggestion",
            reason="appends `steering` itself",
        )
        hide(
            *("search.LoggedSearch", "search.OpenedResult", "search.DayTotal", "search.DayQuery"),
            *("search.DayPage", "search.DayPosition"),
            reason="counts for the dashboard; what is read most is ten minutes late",
        )
