"""The audit log: entries are append-only, kept for the retention, and in the transaction."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cms.audit.log import delete_old, record
from cms.audit.models import Action, AppendOnlyError, AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    record(Action.USER_CREATED, UserFactory(username="somebody"))
    return AuditEntry.objects.latest("pk")


def test_an_entry_cannot_be_changed_or_deleted(entry):
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.update(actor="another")


def test_the_database_refuses_a_change(entry):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_auditentry SET actor = 'another'")


def test_entries_are_deleted_after_their_retention(settings):
    settings.AUDIT_LOG_RETENTION = timedelta(days=30)
    now = timezone.now()
    for days in (29, 31):
        AuditEntry.objects.create(action=Action.LOGGED_IN, at=now - timedelta(days=days))
    delete_old()

    [entry] = AuditEntry.objects.all()
    assert entry.at > now - timedelta(days=30)


def test_a_rolled_back_action_has_no_entry():
    before = AuditEntry.objects.count()
    with transaction.atomic():
        Group.objects.create(name="Board")
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == before


def test_an_entry_outlives_its_actor_and_object():
    user = UserFactory(username="somebody")
    record(Action.USER_CHANGED, user, actor=user, fields=["email"])
    user.delete()

    entry = AuditEntry.objects.get(action=Action.USER_CHANGED)
    assert (entry.actor, entry.object_name) == ("somebody", "somebody")


class TestReport:
    @pytest.fixture
    def administrator(self, client):
        user = UserFactory(username="boss")
        user.groups.add(Group.objects.get(name="Administrator"))
        client.force_login(user)
        return client

    def test_administrators_read_it(self, administrator):
        record(Action.USER_CHANGED, UserFactory(username="somebody"), fields=["email"])

        text = administrator.get("/admin/reports/audit-log/").content.decode()

        assert "User changed" in text
        assert "somebody" in text
        assert "fields: email" in text

    @pytest.mark.parametrize("role", ["Editor", "Reviewer", "Publisher", "Search editor"])
    def test_other_users_do_not_read_it(self, client, role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)

        assert client.get("/admin/reports/audit-log/").status_code == 302
        assert "audit-log" not in client.get("/admin/").content.decode()

    def test_it_is_filtered(self, administrator):
        first, other = UserFactory(username="first-user"), UserFactory(username="second-user")
        record(Action.PASSWORD_CHANGED, first)
        record(Action.USER_DELETED, other)

        path = "/admin/reports/audit-log/?action=password-changed"
        text = administrator.get(path).content.decode()

        assert "first-user" in text
        assert "second-user" not in text

    def test_its_csv_has_no_formulas(self, administrator):
        record(Action.USER_CHANGED, UserFactory(username="=1+1@example.org"))

        response = administrator.get("/admin/reports/audit-log/?export=csv")
        text = b"".join(response.streaming_content).decode()

        assert ",'=1+1@example.org" in text
        assert ",=1+1" not in text
