"""Dates and numbers as each language writes them."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from cms.languages.formats import MONTH, YEAR, write_date, write_number, write_time
from cms.languages.registry import LANGUAGES, fallbacks, language

DAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "12 January 2026"),
        ("fr", "12 janvier 2026"),
        ("id", "12 Januari 2026"),
        ("my", "၂၀၂၆ ဇန်နဝါရီ ၁၂"),
        ("pt", "12 de janeiro de 2026"),
        ("ru", "12 января 2026\u202fг."),
        ("th", "12 มกราคม 2026"),
        ("zh-hans", "2026年1月12日"),
    ],
)
def test_a_day_is_written_as_people_write_it(code, written):
    with override(code):
        assert write_date(DAY) == written


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("skeleton", [YEAR, MONTH, "yMMMMd"])
def test_no_date_mixes_digits_or_scripts(code, skeleton):
    with override(code):
        written = write_date(DAY, skeleton)

    digits = {unicodedata.name(each).rpartition(" ")[0] for each in written if each.isdecimal()}
    scripts = {unicodedata.name(each).split()[0] for each in written if each.isalpha()}
    assert len(digits) == 1
    assert len(scripts) <= 1


def test_times_are_in_utc_and_say_so():
    with override("en"):
        assert write_time(datetime(2026, 1, 12, 9, 5, tzinfo=UTC)) == "12 January 2026 at 09:05 UTC"


@pytest.mark.parametrize(
    ("code", "written"), [("en", "1,234"), ("id", "1.234"), ("my", "၁,၂၃၄"), ("fr", "1\u202f234")]
)
def test_numbers_have_the_separators_and_digits_of_the_language(code, written):
    with override(code):
        assert write_number(1234) == written


def test_a_chain_of_fallbacks_ends_with_the_default_language():
    assert fallbacks("ms") == ("ms", "id", "en")
    assert fallbacks("id") == ("id", "ms", "en")
    assert fallbacks("en") == ("en",)
    assert fallbacks("xx", "fr") == ("xx", "fr")


def test_a_regional_code_is_its_language_and_an_unknown_one_is_plain():
    assert language("pt-ao").endonym == "Português"
    assert language("pt-br").endonym == "Português Brasileiro"  # as Django knows it
    assert language("xx").direction == "ltr"


def test_english_dates_in_the_admin_begin_with_the_day():
    with override("en"):
        assert date_format(DAY) == "12 January 2026"
