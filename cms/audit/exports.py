"""Protects the CSV exports of Wagtail's reports against formula injection."""

from defusedcsv import csv
from wagtail.admin.views import mixins


def escape_formulas() -> None:
    """Make Wagtail's spreadsheet export use defusedcsv's writer.

    Wagtail writes cells unchanged. In XLSX it already declares them as text.
    """
    mixins.csv = csv
