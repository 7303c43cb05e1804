from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "cms.sites"
    label = "site_settings"
    verbose_name = "site settings"

    def ready(self) -> None:
        from cms.changes.models import Kind
        from cms.changes.watching.objects import show
        from cms.directory.vocabulary import register_vocabulary
        from cms.maintenance.digest import register_sender
        from cms.maintenance.notice_text import register_defaults
        from cms.sites.texts import default_vocabulary, email_sender, maintenance_notice

        register_sender(email_sender)
        register_vocabulary(default_vocabulary)
        register_defaults(maintenance_notice)
        show("site_settings.SiteSettings", Kind.SETTINGS)
