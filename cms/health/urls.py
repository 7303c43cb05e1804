from django.urls import path

from cms.health.metrics import metrics
from cms.health.probes import healthz, readyz

urlpatterns = [path("healthz", healthz), path("readyz", readyz), path("metrics", metrics)]
