"""Ctrl-C and outages end a management command with one line."""

import io

import pytest
from django.db import OperationalError

from cms.progress import progress
from cms.server import command_line


def interrupted(capsys, monkeypatch, *message):
    def interrupt(self):
        raise KeyboardInterrupt(*message)

    monkeypatch.setattr(command_line.CommandLine, "execute", interrupt)
    with pytest.raises(SystemExit) as end:
        command_line.main(["manage.py", "import_content"])
    return end.value.code, capsys.readouterr().err.strip()


def test_it_ends_without_a_traceback(capsys, monkeypatch):
    assert interrupted(capsys, monkeypatch) == (130, "Stopped.")
    assert interrupted(capsys, monkeypatch, "Stopped after 3.") == (130, "Stopped after 3.")


def test_an_outage_has_a_traceback_only_on_request(monkeypatch):
    def fail(self):
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(command_line.CommandLine, "execute", fail)
    with pytest.raises(SystemExit, match=r"connection refused$"):
        command_line.main(["manage.py", "check"])
    with pytest.raises(OperationalError):
        command_line.main(["manage.py", "check", "--traceback"])


def stop_while_importing():
    with progress(io.StringIO()) as bar:
        bar("Checking", 2000)(2000)
        bar("Importing", 2000)(1250)
        raise KeyboardInterrupt


def test_a_progress_bar_reports_what_was_done():
    with pytest.raises(KeyboardInterrupt) as stop:
        stop_while_importing()

    assert str(stop.value) == (
        "Stopped after 1,250 of 2,000 pages (importing); run it again to go on."
    )
