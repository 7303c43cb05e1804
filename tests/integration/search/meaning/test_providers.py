"""The providers of vectors: a folder with a model, and a service."""

import json

import numpy as np
import pytest

from search.meaning.embedding import EmbeddingError
from search.meaning.endpoint import Endpoint
from search.meaning.local import LocalModel
from tests.embeddings_service import MEANINGS

WORDS = ["[UNK]", "[PAD]", "query:", "passage:", *MEANINGS]


@pytest.fixture
def folder(tmp_path):
    """A model that looks its words up in a table, and the tokenizer of those words."""
    onnx = pytest.importorskip("onnx")
    tokenizers = pytest.importorskip("tokenizers")
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    rows = [MEANINGS.get(word, (0.0, 0.0, 0.0)) for word in WORDS]
    rows[WORDS.index("query:")] = (0.0, 0.0, 5.0)
    write_model(onnx, tmp_path, np.array(rows, dtype=np.float32))
    return tmp_path


def write_model(onnx, folder, table):
    """Write a model of one table, from the numbers of words to their vectors."""
    helper, kinds = onnx.helper, onnx.TensorProto
    names = ("input_ids", "attention_mask")
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info(name, kinds.INT64, ["batch", "length"]) for name in names],
        [
            helper.make_tensor_value_info(
                "last_hidden_state", kinds.FLOAT, ["batch", "length", table.shape[1]]
            )
        ],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, folder / "model.onnx")


def test_a_model_in_a_folder_gives_the_mean_of_the_words(folder):
    rows = LocalModel(folder).embed(["car", "automobile car", "fish"], "document", 1)

    assert rows.shape == (3, 3)
    assert rows[0] @ rows[1] == pytest.approx(1)
    assert rows[0] @ rows[2] == pytest.approx(0)


def test_a_text_does_not_depend_on_longer_ones_beside_it(folder):
    model = LocalModel(folder)
    [alone] = model.embed(["fish"], "document", 1)

    assert model.embed(["fish", "car car car car"], "document", 1)[0] == pytest.approx(alone)


def test_instructions_of_the_model_stand_before_queries(folder):
    prompts = {"prompts": {"query": "query: ", "passage": "passage: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    model = LocalModel(folder)

    assert model.embed(["car"], "query", 1)[0, 2] > 0.9
    assert model.embed(["car"], "document", 1)[0, 2] == 0


def test_another_model_has_another_identity(folder):
    onnx = pytest.importorskip("onnx")
    before = LocalModel(folder).model
    write_model(onnx, folder, np.ones((len(WORDS), 5), dtype=np.float32))

    assert LocalModel(folder).model != before


def test_a_damaged_model_is_one_line(folder):
    (folder / "model.onnx").write_bytes(b"no model")

    with pytest.raises(EmbeddingError, match=r"\AThe model in EMBEDDINGS cannot be read: .+\Z"):
        LocalModel(folder)


def test_a_service_gets_the_texts_the_model_and_the_key(service):
    address = service.address.replace("//", "//:se%2Fcret@") + "?model=small"

    rows = Endpoint(address).embed(["car", "fish"], "query", 2)

    assert (service.texts, service.models, service.keys) == (
        ["car", "fish"],
        ["small"],
        ["Bearer se/cret"],
    )
    assert rows[0, 0] > 0.9 > rows[1, 0]


def test_the_key_is_no_part_of_the_identity(service):
    with_key = service.address.replace("//", "//:key@")

    assert Endpoint(with_key).model == Endpoint(service.address).model
    assert Endpoint(service.address + "?model=a").model != Endpoint(service.address).model


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_service_that_refuses_is_one_line(service, status):
    service.status = status

    with pytest.raises(EmbeddingError, match=f"answers {status}"):
        Endpoint(service.address).embed(["car"], "query", 2)


@pytest.mark.parametrize(
    "rows",
    [
        [[float("nan"), 1.0]],
        [[float("inf"), 1.0]],
        [[1.0, 2.0], [1.0, 2.0]],
        [],
        [[]],
        [["one", "two"]],
        [None],
    ],
)
def test_vectors_that_are_none_are_refused(service, rows):
    service.rows = lambda texts: rows

    with pytest.raises(EmbeddingError):
        Endpoint(service.address).embed(["car"], "query", 2)


def test_vectors_of_different_sizes_are_refused(service):
    service.rows = lambda texts: [[1.0, 2.0], [1.0]]

    with pytest.raises(EmbeddingError):
        Endpoint(service.address).embed(["car", "fish"], "query", 2)


def test_a_late_service_is_given_up(service):
    service.delay = 1

    with pytest.raises(EmbeddingError, match="does not answer"):
        Endpoint(service.address).embed(["car"], "query", 0.1)


def test_a_service_that_is_away_is_one_line(service):
    address = service.address
    service.close()

    with pytest.raises(EmbeddingError, match="does not answer"):
        Endpoint(address).embed(["car"], "query", 1)
