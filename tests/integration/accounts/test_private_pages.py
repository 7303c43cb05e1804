"""Restricted pages: readable for those who may, and unknown to everything else."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
SHARED = "open sesame"


@pytest.fixture
def page():
    return ContentPageFactory(parent=site_root(), title="Salaries", slug="salaries")


def restrict(page, kind, groups=()):
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password=SHARED
    )
    restriction.groups.set(groups)
    return restriction


def give_password(client, restriction, page, password, target="/salaries/"):
    return client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": password, "return_url": target},
    )


def assert_is_private(response):
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


class TestPassword:
    @pytest.fixture
    def restriction(self, page):
        return restrict(page, "password")

    def test_the_page_is_a_form_that_names_nothing(self, client, page, restriction):
        response = client.get("/salaries/")

        assert response.status_code == 200
        text = response.content.decode()
        assert "Password required" in text
        assert f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/" in text
        assert "Salaries" not in text
        assert_is_private(response)

    def test_the_right_password_opens_it(self, client, page, restriction):
        response = give_password(client, restriction, page, SHARED)
        opened = client.get("/salaries/")

        assert (response.status_code, response["Location"]) == (302, "/salaries/")
        assert "Salaries" in opened.content.decode()
        assert_is_private(opened)

    def test_a_wrong_password_is_refused(self, client, page, restriction):
        response = give_password(client, restriction, page, "wrong")

        assert "not correct" in response.content.decode()
        assert "Salaries" not in response.content.decode()
        assert "Salaries" not in client.get("/salaries/").content.decode()

    def test_it_opens_the_pages_below_too(self, client, page, restriction):
        child = ContentPageFactory(parent=page, title="Bonuses", slug="bonuses")
        assert "Bonuses" not in client.get("/salaries/bonuses/").content.decode()
        give_password(client, restriction, child, SHARED, "/salaries/bonuses/")

        assert "Bonuses" in client.get("/salaries/bonuses/").content.decode()

    def test_what_one_visitor_opened_is_not_open_to_another(
        self, client, page, restriction, settings
    ):
        settings.ANSWER_MEMORY = 1_000_000
        give_password(client, restriction, page, SHARED)
        client.get("/salaries/")

        assert "Salaries" not in type(client)().get("/salaries/").content.decode()

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
    def test_it_leads_to_no_other_host(self, client, page, restriction, target):
        assert give_password(client, restriction, page, SHARED, target)["Location"] == "/"

    def test_attempts_are_limited(self, client, page, restriction, settings):
        settings.LIMIT_ATTEMPTS = True
        for _ in range(11):
            response = give_password(client, restriction, page, "wrong")

        assert response.status_code == 429
        assert give_password(client, restriction, page, SHARED).status_code == 429

    def test_the_form_is_for_its_own_pages_only(self, client, page, restriction):
        other = ContentPageFactory(parent=site_root(), title="Other")
        draft = ContentPageFactory(parent=page, title="Draft", live=False)

        assert give_password(client, restriction, other, SHARED).status_code == 404
        assert give_password(client, restriction, draft, SHARED).status_code == 404

    def test_a_log_in_restriction_takes_no_password(self, client, page):
        assert give_password(client, restrict(page, "login"), page, SHARED).status_code == 404

    def test_under_maintenance_it_is_the_notice_for_those_inside(self, client, page, restriction):
        switch_on([page], Terms(), UserFactory(), "why")
        assert client.get("/salaries/").status_code != 503
        give_password(client, restriction, page, SHARED)

        assert client.get("/salaries/").status_code == 503


class TestLogIn:
    def test_the_page_leads_to_the_log_in(self, client, page):
        restrict(page, "login")
        response = client.get("/salaries/")

        assert (response.status_code, response["Location"]) == (
            302,
            "/_util/login/?next=/salaries/",
        )
        assert_is_private(response)

    def test_a_reader_without_rights_in_the_admin_logs_in(self, client, page):
        restrict(page, "login")
        reader = UserFactory()
        form = client.get("/_util/login/?next=/salaries/")
        assert "Salaries" not in form.content.decode()
        response = client.post(
            "/_util/login/?next=/salaries/", {"username": reader.username, "password": PASSWORD}
        )

        assert response["Location"] == "/salaries/"
        opened = client.get("/salaries/")
        assert "Salaries" in opened.content.decode()
        assert_is_private(opened)

    def test_only_the_groups_of_a_restriction_read_it(self, client, page):
        group = Group.objects.create(name="Board")
        restrict(page, "groups", [group])
        member, other = UserFactory(), UserFactory()
        member.groups.add(group)

        client.force_login(other)
        assert client.get("/salaries/").status_code == 302
        client.force_login(member)
        assert "Salaries" in client.get("/salaries/").content.decode()

    def test_failures_lock_the_name_as_in_the_admin(self, client, page, settings):
        settings.AXES_ENABLED = True
        UserFactory(username="reader")
        for _ in range(9):
            response = client.post("/_util/login/", {"username": "reader", "password": "wrong"})

        assert response.status_code == 429
