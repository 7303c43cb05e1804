from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from django.conf import settings
        from django.utils import translation

        from cms.changes.clock import ClockJob, clock_jobs
        from cms.changes.readers import change_readers
        from cms.changes.watching.registry import hide
        from cms.delivery.http.routers import api_routers
        from cms.delivery.middleware import paths_cached_elsewhere
        from cms.health.registry import health_components, metric_sources
        from cms.languages.formats import write_number
        from search import interface
        from search.engines import active
        from search.fields import register
        from search.http.paths import API_PATH
        from search.insight import daily_counts, write_buffer
        from search.service import stored_related
        from search.text import forms
        from search.vocabulary.declarations import PRODUCT_FIELDS

        interface.use(translation.gettext, translation.ngettext, write_number)
        forms.use_languages(code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES)
        register(*PRODUCT_FIELDS)
        api_routers.add("search/", "search.api.routes.router")
        api_routers.add("pages/", "search.api.related.router")
        paths_cached_elsewhere.add(API_PATH)
        change_readers.add("index-embedded", "search.indexing.reader.EmbeddedIndexReader")
        if settings.ELASTICSEARCH_URL:
            change_readers.add(
                "index-elasticsearch", "search.indexing.reader.ElasticsearchIndexReader"
            )
        change_readers.add("rankings", "search.service.ranking_reader.RankingReader")
        if settings.EMBEDDINGS:
            from search.meaning import query

            change_readers.add("vectors", "search.meaning.reader.VectorReader")
            metric_sources.add("meaning", query.metrics)
        clock_jobs.add("count-searches", ClockJob(daily_counts.count_days, seconds=300))
        clock_jobs.add("delete-old-searches", ClockJob(daily_counts.delete_old, seconds=3600))
        clock_jobs.add("rank-related", ClockJob(stored_related.rank_due_pages, seconds=10))
        health_components.add("search", active.components)
        metric_sources.add("search", write_buffer.metrics)
        metric_sources.add("engine", active.metrics)
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
        hide("search.PageVectors", "search.VectorsState", reason="derived from pages")
        hide("search.RelatedRanking", reason="follows the index; related pages are a day late")
