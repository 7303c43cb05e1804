"""Each model says whether public responses show it."""

from django.apps import apps

from cms.changes.watching import registry


def test_every_model_is_declared():
    undeclared = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not registry.get_shown_model(model)
        and not registry.hidden_reason(model)
        and not registry.is_page(model)
    ]
    assert not undeclared, "Declare them in AppConfig.ready: `show` or `hide` (docs/changes.md)."
