"""Access to images and documents depends on their collection and pages."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    CollectionViewRestriction,
    GroupCollectionPermission,
    PageViewRestriction,
)

from cms.caching import invalidation
from cms.delivery.preview import store_draft
from cms.maintenance.switch import Terms, switch_on
from cms.media import draft_links
from cms.media.draft_links import signed_url
from tests.factories import ContentPageFactory, UserFactory, site_root
from tests.integration.media.conftest import SVG, in_private_collection, restricted, show
from tests.integration.media.spellings import broken_targets, spellings

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def editor(*, of_files=True):
    """A user who can open the admin, and choose images and documents there."""
    group = Group.objects.create(name="Colleagues")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if of_files:
        for codename in ("choose_image", "choose_document"):
            permission = Permission.objects.get(codename=codename)
            root = CollectionViewRestriction._meta.get_field("collection").related_model
            GroupCollectionPermission.objects.create(
                group=group, collection=root.get_first_root_node(), permission=permission
            )
    user = UserFactory()
    user.groups.add(group)
    return user


def test_files_of_a_public_page_are_public(client, public):
    for address in public.addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("public")
        assert len(body_of(response)) == int(response["Content-Length"])


def test_files_that_no_page_shows_depend_on_their_collection_only(client):
    shown = show(on_page=False)

    assert {client.get(address).status_code for address in shown.addresses} == {200}


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"range": "bytes=0-3"},
        {"if-none-match": "*"},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"if-match": '"x"'},
        {"if-range": '"x"', "range": "bytes=0-1"},
    ],
    ids=lambda headers: "+".join(headers) or "plain",
)
def test_withheld_files_reveal_nothing(client, withheld, method, headers):
    for address in withheld.addresses:
        response = getattr(client, method)(address, headers=headers)
        assert response.status_code in {302, 404, 503}
        assert not {"ETag", "Last-Modified", "Content-Range"} & set(response.headers)
        assert "public" not in response.get("Cache-Control", "")
        assert b"Minutes" not in body_of(response)


def test_a_withheld_file_is_not_304_for_an_old_etag(client, public):
    tags = {address: client.get(address)["ETag"] for address in public.addresses}
    assert {
        client.get(address, headers={"if-none-match": tag}).status_code
        for address, tag in tags.items()
    } == {304}

    public.page.unpublish()

    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 404


def test_other_spellings_of_a_public_file_are_not_found(client, public, cached_lookups):
    client.raise_request_exception = False
    targets = [target for path in public.addresses for target in spellings(path)]
    for target in [*targets, *broken_targets()]:
        assert client.get(target).status_code in {301, 400, 404, 410}, target


def test_no_spelling_of_a_withheld_file_is_found(client, withheld, cached_lookups):
    client.raise_request_exception = False
    image, _, document = withheld.addresses
    for target in (*spellings(image), *spellings(document)):
        response = client.get(target)
        assert response.status_code in {301, 400, 404, 410}, target
        assert not response.streaming


def test_a_file_without_a_record_is_not_found(client, media_root):
    (media_root / "images").mkdir()
    (media_root / "images" / "stray.svg").write_bytes(SVG)

    assert client.get("/media/images/stray.svg").status_code == 404


def test_an_svg_image_opens_in_a_sandbox(client, public):
    policy = client.get(public.drawing.file.url)["Content-Security-Policy"]

    assert "sandbox" in policy
    assert "script-src" not in policy


def test_documents_are_not_in_the_media_folder(client, public):
    assert client.get(f"/media/{public.document.file.name}").status_code == 404


def test_originals_of_photographs_are_for_editors(client, public):
    address = public.image.file.url
    assert client.get(address).status_code == 404

    client.force_login(editor(of_files=False))
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_another_public_page_shows_them(client, withheld):
    if withheld.image.collection.depth > 1:
        pytest.skip("a private collection holds for every page")
    ContentPageFactory(parent=site_root(), body=withheld.page.body)

    assert {client.get(address).status_code for address in withheld.addresses} == {200}


def test_editors_see_withheld_files_and_no_cache_stores_them(client, withheld):
    client.force_login(editor())
    image, drawing, document = (client.get(address) for address in withheld.addresses)

    for response in (image, drawing, document):
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_users_without_permission_see_what_visitors_see(client, withheld):
    before = [client.get(address).status_code for address in withheld.addresses]
    client.force_login(editor(of_files=False))
    shown = [client.get(address).status_code for address in withheld.addresses]

    is_let_in = before[-1] == 302 or withheld.page.get_view_restrictions()
    assert shown == before or is_let_in


def test_visitors_with_access_to_a_restricted_page_see_its_files(client):
    shown = restricted()
    client.force_login(UserFactory())

    for address in shown.addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"

    switch_on([shown.page], Terms())
    assert {client.get(address).status_code for address in shown.addresses} == {503}


def test_visitors_with_access_to_a_private_collection_see_its_files(client):
    shown = in_private_collection()
    client.force_login(UserFactory())

    for address in shown.addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_withheld_files_are_not_in_the_api(client, withheld):
    for kind, file in (("images", withheld.image), ("documents", withheld.document)):
        assert client.get(f"{API}/{kind}/{file.pk}/").status_code in {404, 503}


def test_a_file_below_a_restricted_page_is_withheld_with_it(client, public):
    PageViewRestriction.objects.create(page=site_root(), restriction_type="login")

    assert {client.get(address).status_code for address in public.addresses} == {404}


def test_files_accept_no_post_requests(client, public):
    for address in public.addresses:
        assert client.post(address, {"a": "b"}).status_code == 405


def test_a_missing_file_is_not_found(client, public, media_root):
    for file in media_root.rglob("*.*"):
        file.unlink()

    assert {client.get(address).status_code for address in public.addresses} == {404}


@pytest.fixture
def caching_enabled(settings):
    settings.ANSWER_MEMORY = 1_000_000
    invalidation.invalidate()
    yield
    invalidation.invalidate()


def test_a_second_visit_costs_no_query(client, public, caching_enabled, django_assert_num_queries):
    image, drawing, document = public.addresses
    for address in public.addresses:
        client.get(address)

    with django_assert_num_queries(0):
        client.get(image)
        client.get(drawing)
    with django_assert_num_queries(2):  # the document and Wagtail's look at its collection
        client.get(document)


def test_a_collection_made_private_is_private_at_once(
    client, caching_enabled, django_capture_on_commit_callbacks
):
    shown = show(on_page=False)
    assert {client.get(address).status_code for address in shown.addresses} == {200}

    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.create(
            collection=shown.image.collection, restriction_type="login"
        )

    assert {client.get(address).status_code for address in shown.addresses} <= {302, 404}


@pytest.fixture
def draft(client):
    """A page that was never published, and its image as a front end previews it."""
    shown = show(live=False)
    body = client.get(f"{API}/preview/{store_draft(shown.page)}/").json()["body"]
    return shown, body[0]["value"]["image"]


def path_of(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_a_signed_address_opens_a_file_of_a_draft(client, draft):
    _, image = draft
    for url in (image["src"], *image["srcset"].split(" ")[::2]):
        assert url.startswith("http")
        response = client.get(path_of(url))
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
    assert client.get(path_of(image["src"]).partition("?")[0]).status_code == 404


def test_a_signature_is_valid_for_one_file_and_some_minutes(client, draft, monkeypatch):
    shown, image = draft
    path, _, query = path_of(image["src"]).partition("?")
    drawing = shown.drawing.file.url

    assert client.get(f"{drawing}?{query}").status_code == 404
    assert client.get(f"{path}?{query}x").status_code == 404
    monkeypatch.setattr(draft_links, "MAX_AGE", -1)
    assert client.get(f"{path}?{query}").status_code == 404


def test_a_signature_gives_no_access_to_a_private_collection(client):
    shown = in_private_collection()

    for address in shown.addresses:
        assert client.get(path_of(signed_url(address))).status_code in {302, 404}


def test_a_signature_gives_no_access_to_an_original(client, draft):
    shown, _ = draft

    assert client.get(path_of(signed_url(shown.image.file.url))).status_code == 404
