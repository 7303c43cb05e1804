"""Static files are collected when one has changed, and not at each start."""

import pytest

from cms import preparing


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """Return the list of collections; the site has one static file, `styles.css`."""
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    source = tmp_path / "source" / "styles.css"
    source.parent.mkdir()
    source.write_text("a {}")
    done = []

    def collect(command, **options):
        done.append(command)
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(preparing, "call_command", collect)
    preparing.collect_static()
    preparing.collect_static()
    assert len(done) == 1
    return done


def test_a_changed_file_is_collected(collected, tmp_path):
    (tmp_path / "source" / "styles.css").write_text("a { color: red }")
    preparing.collect_static()

    assert len(collected) == 2


def test_a_new_file_is_collected(collected, tmp_path):
    (tmp_path / "source" / "print.css").write_text("a {}")
    preparing.collect_static()

    assert len(collected) == 2


def test_another_storage_collects_again(collected, settings):
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    preparing.collect_static()

    assert len(collected) == 2


def test_missing_files_are_collected_again(collected, settings):
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    preparing.collect_static()

    assert len(collected) == 2
