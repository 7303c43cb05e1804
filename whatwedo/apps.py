from django.apps import AppConfig


class WhatWeDoConfig(AppConfig):
    name = "whatwedo"

    def ready(self) -> None:
        from cms.changes.models import Kind
        from cms.changes.watching.objects import show

        show("whatwedo.OrganKind", Kind.RECORD, on_pages=True)
