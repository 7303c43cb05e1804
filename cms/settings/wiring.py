"""The parts of the product that others call, by dotted path: they do not import one another."""

# Readers of the change log, by name: the log does not know who reads it.
CHANGE_READERS = [
    "search.indexing.reader.EmbeddedIndexReader",
    "cms.delivery.webhooks.reader.WebhookReader",
    "cms.delivery.purging.PurgeReader",
    "cms.desk.checking.ContentChecksReader",
]
# Functions that report to /readyz and /metrics, by name.
HEALTH_COMPONENTS = [
    "cms.cache.components",
    "cms.changes.state.components",
    "cms.changes.state.transactions",
    "search.engines.active.components",
]
METRICS = ["cms.changes.state.metrics", "search.insight.buffer.metrics"]
# Jobs of the clock: functions by name, and the seconds between two runs.
CLOCK_JOBS = {
    "cms.changes.clock.publish_due": 1,
    "cms.maintenance.schedule.append_due": 1,
    "cms.maintenance.digest.send_daily": 300,
    "cms.changes.log.compact": 3600,
    "cms.delivery.preview.forget_old": 300,
    "cms.delivery.webhooks.sending.send_due": 1,
    "cms.delivery.webhooks.sending.forget_old": 3600,
    "cms.throttling.attempts.delete_old": 3600,
    "cms.accounts.lockout.delete_old": 3600,
    "cms.audit.log.delete_old": 3600,
    "search.insight.days.count_days": 300,
    "search.insight.days.forget_old": 3600,
}
# The page type of home pages.
SITE_HOME_PAGE = "home.HomePage"
# The page type of imported content that names none.
CONTENT_PLAIN_PAGE = "home.ContentPage"
# Routers that other packages add to the delivery API, by name: path prefix and router.
DELIVERY_ROUTERS = [("search/", "search.api.routes.router")]
SEARCH_ENGINES = {
    "embedded": "search.engines.embedded.engine.EmbeddedEngine",
    "elasticsearch": "search.engines.elasticsearch.engine.ElasticsearchEngine",
}
# The active engine and its fall-back, by name; empty: Elasticsearch where it has a URL, embedded.
SEARCH_ENGINE_ORDER: tuple[str, ...] = ()
# Shows a draft in another front end, for the editor's preview.
HEADLESS_PREVIEW = "cms.delivery.preview.show"
