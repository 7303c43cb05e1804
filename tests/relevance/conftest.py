"""The demo as a judged collection: its pages as documents, beside its queries and judgements."""

import json
import shutil
from pathlib import Path

import pytest
from wagtail.models import Page

from search.document import SearchDocument
from search.indexing.builder import build

JUDGED = Path(__file__).parent / "what_we_do"


@pytest.fixture
def documents(loaded_demo, db) -> list[SearchDocument]:
    return build(Page.objects.values_list("pk", flat=True), version=1).documents


@pytest.fixture
def collection(documents, tmp_path) -> Path:
    """A folder in the format of judged collections; a document's id is its page's path."""
    folder = tmp_path / "what_we_do"
    shutil.copytree(JUDGED, folder)
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as lines:
        for each in documents:
            text = "\n".join([*each.headings, each.summary, each.body])
            row = {"id": each.path, "title": each.title, "text": text}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return folder
