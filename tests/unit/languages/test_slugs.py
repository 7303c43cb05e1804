"""Slugs keep the marks of letters, in every script."""

from unicodedata import category, is_normalized, normalize

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.utils.text import slugify as django_slugify
from hypothesis import assume, given
from hypothesis import strategies as st

from cms.languages.slugs import MAX_LENGTH, slugify

TITLES = {
    "What We Do": "what-we-do",
    "น้ำและสิ่งแวดล้อม": "น้ำและสิ่งแวดล้อม",  # Thai
    "ນໍ້າ ແລະ ສິ່ງແວດລ້ອມ": "ນໍ້າ-ແລະ-ສິ່ງແວດລ້ອມ",  # Lao
    "ទឹក និង បរិស្ថាន": "ទឹក-និង-បរិស្ថាន",  # Khmer
    "ရေနှင့် ပတ်ဝန်းကျင်": "ရေနှင့်-ပတ်ဝန်းကျင်",  # Burmese
    "நீரும் சூழலும்": "நீரும்-சூழலும்",  # Tamil
    "जल और पर्यावरण": "जल-और-पर्यावरण",  # Hindi
    "Nước & môi trường": "nước-môi-trường",  # Vietnamese
    "水与环境": "水与环境",
    "الماء والبيئة": "الماء-والبيئة",
    "İstanbul": "istanbul",
    "❤️ Health": "health",
    "Cre\u0301e": "crée",
    "--- ! ---": "",
}


@pytest.mark.parametrize(("title", "slug"), TITLES.items(), ids=TITLES)
def test_a_slug_is_the_title_in_letters_marks_digits_and_hyphens(title, slug):
    assert slugify(title) == slug


@given(st.text())
def test_a_slug_is_a_valid_normalized_and_stable_part_of_an_address(title):
    slug = slugify(title)

    assert slugify(slug) == slug
    assert is_normalized("NFC", slug)
    assert len(slug) <= MAX_LENGTH
    if slug:
        validate_unicode_slug(slug)


@given(st.text(st.characters(exclude_categories=["M", "Cs"])))
def test_without_marks_slugs_are_those_of_django(title):
    assume(not any(category(each).startswith("M") for each in normalize("NFKC", title).lower()))

    assert slugify(title, 10_000) == django_slugify(title, allow_unicode=True)


@pytest.mark.parametrize("cluster", ["กำ", "กี่", "ក្រុំ", "မြို့", "நீ", "क्ष"])
@pytest.mark.parametrize("length", range(1, 10))
def test_a_long_slug_is_not_cut_inside_a_cluster(cluster, length):
    slug = slugify(cluster * 10, length + len(cluster))

    assert slug
    assert slug == cluster * (len(slug) // len(cluster))


@pytest.mark.parametrize("slug", ["a b", "a/b", "a.b", "a%20b", "a?b", "❤"])
def test_other_characters_are_no_slug(slug):
    with pytest.raises(ValidationError):
        validate_unicode_slug(slug)
