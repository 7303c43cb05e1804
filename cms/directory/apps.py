from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "cms.directory"
    label = "directory"

    def ready(self) -> None:
        from cms.changes.models import Kind
        from cms.changes.watching.objects import show

        show("directory.Person", Kind.RECORD, on_pages=True)
        show("directory.MemberState", Kind.RECORD, on_pages=True)
