from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "cms.languages"

    def ready(self) -> None:
        from cms.languages.interface import use_whole_catalogues
        from cms.languages.slugs import accept_marks

        accept_marks()
        use_whole_catalogues()
