from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "cms.sites"
    label = "site_settings"
    verbose_name = "site settings"
