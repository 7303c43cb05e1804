"""A model in a folder: `model.onnx` and `tokenizer.json`, in the format of Hugging Face.

If the model has no output `sentence_embedding`, the vectors of tokens are averaged. Prompts, such
as `query: `, are read from `config_sentence_transformers.json`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.meaning.embedding import EmbeddingError, Kind, Vectors, normalized

MAX_TOKENS = 512
TEXTS_AT_ONCE = 16
"""Texts per run; bounds memory."""


class LocalModel:
    """A model that runs in this process, on one core."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EmbeddingError(
                "EMBEDDINGS needs the packages of requirements-embeddings.lock."
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self.model = _digest(folder)
            self._prompts = _prompts(folder)
        except Exception as error:  # both libraries raise bare exceptions
            line = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise EmbeddingError(f"The model in EMBEDDINGS cannot be read: {line}") from error
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._inputs = {each.name for each in self._session.get_inputs()}
        outputs = [each.name for each in self._session.get_outputs()]
        is_whole = "sentence_embedding" in outputs
        self._output = "sentence_embedding" if is_whole else outputs[0]

    def embed(self, texts: Sequence[str], kind: Kind, seconds: float) -> Vectors:
        rows: list[Any] = []
        prompt = self._prompts.get(kind, "")
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            rows.extend(self._run([prompt + text for text in texts[start : start + TEXTS_AT_ONCE]]))
        return normalized(rows, len(texts))

    def _run(self, texts: list[str]) -> Any:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([each.attention_mask for each in encoded], dtype=np.int64)
        inputs = {
            "input_ids": np.array([each.ids for each in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([each.type_ids for each in encoded], dtype=np.int64),
        }
        try:
            [output] = self._session.run(
                [self._output], {name: inputs[name] for name in inputs if name in self._inputs}
            )
        except Exception as error:  # onnxruntime raises bare exceptions
            line = str(error).splitlines()[0]
            raise EmbeddingError(f"The model in EMBEDDINGS failed: {line}") from error
        vectors: Any = np.asarray(output)
        if vectors.ndim != 3:
            return vectors
        weights = mask[:, :, None].astype(np.float32)
        return (vectors * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)


def _digest(folder: Path) -> str:
    """Return a digest of the model and its tokenizer, which identifies it."""
    digest = hashlib.blake2b(digest_size=16)
    for name in ("model.onnx", "tokenizer.json"):
        with (folder / name).open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()


def _prompts(folder: Path) -> Mapping[str, str]:
    path = folder / "config_sentence_transformers.json"
    stored = json.loads(path.read_text()).get("prompts") if path.exists() else None
    prompts = dict(stored or {})
    prompts.setdefault("document", prompts.get("passage", ""))
    return prompts
