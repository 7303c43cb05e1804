"""An upgrade keeps the kinds that organs have, and what their pages list."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories import MemberStateFactory, OrganPageFactory, WhatWeDoPageFactory, site_root
from whatwedo.kinds import OrganKind

pytestmark = pytest.mark.django_db

kinds = import_module("whatwedo.migrations.0005_keep_kinds_in_use")
offices = import_module("cms.directory.migrations.0003_offices_of_members")


def test_organs_keep_their_kinds_and_what_these_list():
    OrganPageFactory(parent=WhatWeDoPageFactory(parent=site_root()), title="A")

    kinds.keep(apps, None)
    kinds.keep(apps, None)

    listed = {each.key: each.members for each in OrganKind.objects.exclude(members="")}
    assert listed == {"committee": "representatives", "national-secretariat": "offices"}
    assert OrganKind.objects.count() == len(kinds.KINDS)


def test_a_database_without_organs_gets_no_kinds():
    kinds.keep(apps, None)

    assert not OrganKind.objects.exists()


def test_translations_of_members_are_there_for_both_versions():
    member = MemberStateFactory(translations={"fr": {"national_secretariat": "Bureau"}})

    offices.forwards(apps, None)

    member.refresh_from_db()
    assert member.in_language("fr").office == "Bureau"
    assert member.translations["fr"]["national_secretariat"] == "Bureau"
