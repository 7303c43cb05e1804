from django.apps import AppConfig


class WhatWeDoConfig(AppConfig):
    name = "whatwedo"
