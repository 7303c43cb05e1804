"""The product's settings with this app; a deployment begins from `cms.settings.production`."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import INSTALLED_APPS

INSTALLED_APPS = ["examples.federation.apps.FederationConfig", *INSTALLED_APPS]
