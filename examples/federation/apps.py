"""Everything that this app adds to the product, in one place."""

from django.apps import AppConfig


class FederationConfig(AppConfig):
    name = "examples.federation"
    label = "federation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.changes.readers import change_readers
        from cms.content.blocks.registry import body_blocks
        from cms.content.checks.registry import ContentCheck, content_checks
        from examples.federation.authors import author_names, authors_of
        from examples.federation.checks import missing_place
        from search.fields import Field, register

        body_blocks.add("key_figures", "examples.federation.blocks.KeyFiguresBlock")
        change_readers.add("press-list", "examples.federation.readers.PressListReader")
        content_checks.add("no-place", ContentCheck("Event without a place", missing_place))
        register(
            Field(
                "author",
                "Author",
                read=authors_of,
                prefetch=("authors",),
                values=author_names,
                phrase="by",
                description="Pages by these authors.",
            )
        )
