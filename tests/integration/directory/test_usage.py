"""Uses of directory records, and the protection of records in use."""

import pytest

from cms.content.models import Topic
from cms.directory.models import MemberState, Person
from cms.directory.usage import uses
from tests.factories import ContentPageFactory, OrganPageFactory, WhatWeDoPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    state = MemberState.objects.create(name="Cambodia", iso_code="KH")
    return Person.objects.create(name="Kao Kim Hourn", country=state)


@pytest.fixture
def shown(person):
    """Use the person as the head of an organ and in a block of another page."""
    parent = WhatWeDoPageFactory(parent=site_root())
    block = ("person", {"person": person, "role": "", "text": ""})
    return [
        OrganPageFactory(parent=parent, title="The Secretariat", head=person),
        ContentPageFactory(parent=site_root(), title="Who is who", body=[block]),
    ]


def test_the_inspect_view_lists_uses(admin_client, person, shown):
    text = admin_client.get(f"/admin/directory/person/inspect/{person.pk}/").content.decode()

    for page in shown:
        assert f'href="/admin/pages/{page.pk}/edit/"' in text
        assert page.title in text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_record_in_use_is_not_deleted(admin_client, person, shown, method):
    address = f"/admin/directory/person/delete/{person.pk}/"
    answer = getattr(admin_client, method)(address, follow=True)

    assert Person.objects.filter(pk=person.pk).exists()
    assert "is used in 2 places" in answer.content.decode()


def test_a_state_is_used_by_its_people(admin_client, person):
    state = person.country

    answer = admin_client.post(f"/admin/directory/memberstate/delete/{state.pk}/", follow=True)

    assert MemberState.objects.filter(pk=state.pk).exists()
    assert "Kao Kim Hourn" in answer.content.decode()


def test_an_unused_record_is_deleted(admin_client, person):
    inspected = admin_client.get(f"/admin/directory/person/inspect/{person.pk}/")
    assert "Not used on any page." in inspected.content.decode()

    admin_client.post(f"/admin/directory/person/delete/{person.pk}/")

    assert not Person.objects.exists()


class TestEveryKindOfRelation:
    @pytest.fixture
    def parent(self):
        return WhatWeDoPageFactory(parent=site_root())

    def test_a_foreign_key(self, person, parent, admin_user):
        OrganPageFactory(parent=parent, title="The Secretariat", head=person)

        assert [use.title for use in uses(person, admin_user)] == ["The Secretariat"]

    def test_a_block(self, person, parent, admin_user):
        block = ("person", {"person": person, "role": "", "text": ""})
        ContentPageFactory(parent=parent, title="Who is who", body=[block])

        assert [use.title for use in uses(person, admin_user)] == ["Who is who"]

    def test_a_many_to_many_field(self, parent, admin_user):
        topic = Topic.objects.create(name="Peace", slug="peace")
        page = ContentPageFactory(parent=parent, title="Charter")
        page.topics = [topic]
        page.save()

        [use] = uses(topic, admin_user)
        assert (use.title, use.where) == ("Charter", "topics")

    def test_a_foreign_key_of_another_record(self, person, admin_user):
        assert "Kao Kim Hourn" in [use.title for use in uses(person.country, admin_user)]

    def test_two_relations_of_one_page_are_one_use(self, person, parent, admin_user):
        block = ("person", {"person": person, "role": "", "text": ""})
        OrganPageFactory(parent=parent, title="The Secretariat", head=person, body=[block])

        assert len(uses(person, admin_user)) == 1
