"""The product's settings with the app that adds fields."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.contract.author.apps.AuthorConfig"]
