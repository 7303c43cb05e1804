"""Raw request targets for files, against the production server, which decodes them itself."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.integration.media.spellings import broken_targets, spellings
from tests.servers.site import running_site

SECRET = b"not for visitors"
FILES = """
import json
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, Site
from home.models import ContentPage

content = b"not for visitors " * 9
root = Collection.get_first_root_node()
private = root.add_child(name="Private")
CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
home = Site.objects.get(is_default_site=True).root_page
shown = {}
for name, collection, live in (
    ("public", root, True), ("private", private, True), ("unpublished", root, False)
):
    image = Image.objects.create(
        title=name, file=get_test_image_file(f"{name}.png", size=(640, 480)), collection=collection
    )
    document = Document.objects.create(
        title=name, file=ContentFile(content, name=f"{name}.txt"), collection=collection
    )
    page = ContentPage(title=name, slug=f"files-{name}", live=live, body=[
        ("image", {"image": image, "alt_text": "A", "decorative": False}),
        ("document", {"document": document}),
    ])
    home.add_child(instance=page)
    shown[name] = [
        image.get_rendition("width-320").url, document.url,
        image.file.url, "/media/" + document.file.name,
    ]
print(json.dumps(shown))
"""


@pytest.fixture(scope="module")
def site(demo_data, tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), demo_data) as running:
        yield running


@pytest.fixture(scope="module")
def files(site):
    return json.loads(site.manage("shell", "-v0", "-c", FILES))


@pytest.fixture
def get(site):
    """Send a request target as it stands; return the status, the head and the body."""
    address = urlsplit(site.url)

    def get(target, method="GET", **headers):
        lines = [f"{method} {target} HTTP/1.1", f"Host: {address.netloc}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        with socket.create_connection((address.hostname, address.port), timeout=30) as client:
            client.sendall("\r\n".join([*lines, "", ""]).encode())
            received = b""
            while block := client.recv(65536):
                received += block
        head, _, body = received.partition(b"\r\n\r\n")
        return int(head.split()[1]), head.lower(), body

    return get


def test_public_files_are_sent_whole(get, files):
    image, document, *_ = files["public"]
    for target in (image, document):
        status, head, body = get(target)
        assert status == 200
        assert b"\r\netag: " in head
        assert f"content-length: {len(body)}".encode() in head
        assert get(target, method="HEAD")[2] == b""


def test_no_other_spelling_leads_to_a_file(get, files):
    for targets in files.values():
        for target in (spelling for file in targets for spelling in spellings(file)):
            status, _, body = get(target)
            assert status in {301, 400, 404, 410}, target
            assert SECRET not in body, target
            assert b"PNG" not in body, target


def test_targets_that_name_no_file_are_no_errors(get):
    for target in broken_targets():
        assert get(target)[0] in {301, 302, 400, 404, 410}, target


@pytest.mark.parametrize("name", ["private", "unpublished"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=0-9"}, {"If_None_Match": "*"}, {"If_Range": '"x"'}]
)
def test_withheld_files_reveal_nothing(get, files, name, method, headers):
    for target in files[name]:
        status, head, body = get(target, method, **headers)
        assert status in {302, 404}
        assert SECRET not in body
        assert b"etag:" not in head
        assert b"content-range" not in head
        assert b"cache-control: public" not in head


def test_originals_and_the_documents_folder_are_closed(get, files):
    for targets in files.values():
        for target in targets[2:]:
            assert get(target)[0] == 404
