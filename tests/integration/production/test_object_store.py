"""Uploaded files in an S3-compatible store, behind the same decisions as files on a disk."""

import json
import urllib.error
import urllib.request

import pytest

from cms.media.object_store import PROBE
from tests.conftest import missing
from tests.servers import object_store
from tests.servers.prepared import migrated_data, static_data
from tests.servers.production import production_environment, run
from tests.servers.site import running_site

FILES = """
import json
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

root = Collection.get_first_root_node()
private = root.add_child(name="Private")
CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
shown = {}
for name, collection in (("public", root), ("private", private)):
    image = Image.objects.create(
        title=name, file=get_test_image_file(f"{name}.png", size=(640, 480)), collection=collection
    )
    document = Document.objects.create(
        title=name, file=ContentFile(b"The words of a file", name=f"{name}.txt"),
        collection=collection,
    )
    shown[name] = [image.get_rendition("width-320").url, document.url]
print(json.dumps(shown))
"""


@pytest.fixture(scope="module")
def store():
    if object_store.program() is None:
        missing("versitygw is not installed.")
    with object_store.object_store() as running:
        yield running


@pytest.fixture(scope="module")
def site(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with running_site(migrated_data(static_data(folder)), **store.environment) as running:
        yield running


@pytest.fixture(scope="module")
def files(site):
    return json.loads(site.manage("shell", "-v0", "-c", FILES))


def get(site, path):
    try:
        with urllib.request.urlopen(site.url + path) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_uploads_are_in_the_bucket_and_not_on_the_disk(site, store, files):
    assert (store.folder / object_store.BUCKET / "site" / "documents" / "public.txt").is_file()
    media = json.loads(
        site.manage(
            "shell",
            "-v0",
            "-c",
            "import json, pathlib; from django.conf import settings;"
            "print(json.dumps(pathlib.Path(settings.MEDIA_ROOT).exists()))",
        )
    )
    assert media is False


def test_public_files_are_sent_by_the_site(site, files):
    for path in files["public"]:
        assert path.startswith(("/media/", "/documents/")), path
        status, headers, body = get(site, path)
        assert status == 200
        assert headers["ETag"]
        assert int(headers["Content-Length"]) == len(body) > 0


def test_private_files_are_not_sent_to_visitors(site, files):
    for path in files["private"]:
        _status, _headers, body = get(site, path)
        assert b"The words of a file" not in body, path
        assert b"PNG" not in body, path


def test_the_store_refuses_unsigned_requests(store, files):
    for name in ("public", "private"):
        address = f"{store.address}/{object_store.BUCKET}/site/documents/{name}.txt"
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address)
        assert refused.value.code == 403


def test_no_page_names_the_store(site, store, files):
    for path in ("/", "/what-we-do/", "/api/delivery/v1/pages/?fields=*"):
        status, _headers, body = get(site, path)
        assert status == 200
        assert store.address.removeprefix("http://").encode() not in body


def test_a_missing_file_is_not_found(site, store, files):
    (store.folder / object_store.BUCKET / "site" / "documents" / "public.txt").rename(
        store.folder / object_store.BUCKET / "site" / "documents" / "gone.txt"
    )

    assert get(site, files["public"][1])[0] == 404


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://", "should be s3://bucket"),
        ("https://bucket.example.org/", "should be s3://bucket"),
        ("s3://bucket?host=http://127.0.0.1", "should be s3://bucket"),
        ("s3://bucket?endpoint=127.0.0.1:9000", "should begin with https://"),
    ],
)
def test_a_malformed_address_ends_the_start_with_one_line(tmp_path, url, message):
    environment = production_environment(tmp_path, MEDIA_URL_STORE=url)

    ended = run(environment, "-m", "cms.serve", "deployed")

    assert ended.returncode == 1
    assert ended.stderr.startswith("Configuration: MEDIA_URL_STORE is malformed")
    assert message in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "another secret"}, "refuses"),
        ({"MEDIA_URL_STORE": "s3://other?endpoint={address}&region=us-east-1"}, "bucket"),
        ({"MEDIA_URL_STORE": "s3://media?endpoint=http://127.0.0.1:1&region=us-east-1"}, "answer"),
    ],
)
def test_a_bucket_that_cannot_be_used_ends_the_start_with_one_line(
    tmp_path, store, change, message
):
    change = {name: value.format(address=store.address) for name, value in change.items()}
    environment = production_environment(tmp_path, **(store.environment | change))

    ended = run(environment, "-m", "cms.serve", "deployed")

    assert ended.returncode == 1
    assert ended.stderr.startswith("The bucket of MEDIA_URL_STORE cannot be used")
    assert message in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [["-m", "cms.serve", "deployed"], ["manage.py", "prepare"]])
def test_a_bucket_that_cannot_be_written_ends_the_start_with_one_line(tmp_path, store, command):
    with object_store.read_only(store) as other:
        ended = run(production_environment(tmp_path, **other.environment), *command)

    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith("The bucket of MEDIA_URL_STORE cannot be used: The media store refuses")
    assert not (store.folder / object_store.BUCKET / "site" / PROBE).exists()


def test_while_the_store_is_away_files_are_503_and_pages_go_on(site, store, files):
    assert get(site, "/what-we-do/")[0] == 200  # draws its images
    store.process.kill()
    store.process.wait()

    status, headers, _ = get(site, files["public"][0])

    assert status == 503
    assert headers["Retry-After"]
    assert get(site, "/what-we-do/?not-cached")[0] == 200
