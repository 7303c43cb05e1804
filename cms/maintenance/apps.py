from django.apps import AppConfig


class MaintenanceConfig(AppConfig):
    name = "cms.maintenance"
    label = "maintenance"
