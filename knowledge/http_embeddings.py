"""An embedding model behind any OpenAI-compatible `/embeddings`, as LangChain's `Embeddings`, and the file that keeps
its vectors so that a text is embedded once. Importing this module imports langchain_core and httpx."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

BATCH = 64
QUESTION_SECONDS = 2.0
BATCH_SECONDS = 10.0


class HttpEmbeddings(Embeddings):
    """`url` is the address of the API (`https://…/v1`), with or without `/embeddings` at its end. A question may take
    two seconds, a batch of texts ten; errors are httpx's, and ValueError for an answer of another shape."""

    def __init__(
        self, url: str, model: str, key: str | None = None, *, seconds: float = QUESTION_SECONDS
    ) -> None:
        self.url = url if url.rstrip("/").endswith("/embeddings") else url.rstrip("/") + "/embeddings"
        self.model = model
        self._seconds = seconds
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, limits=httpx.Limits(max_keepalive_connections=0))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, asked for in batches."""
        batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
        return [vector for batch in batches for vector in self._embed(batch, BATCH_SECONDS)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embed([text], self._seconds)[0]

    def _embed(self, texts: list[str], seconds: float) -> list[list[float]]:
        body = {"model": self.model, "input": texts, "encoding_format": "float"}
        answer = self._client.post(self.url, json=body, timeout=seconds)
        answer.raise_for_status()
        rows = answer.json().get("data")
        if not isinstance(rows, list) or len(rows) != len(texts):
            raise ValueError("the embedding service did not return one vector a text")
        ordered = sorted(rows, key=lambda row: int(row.get("index", 0)))
        return [[float(number) for number in row["embedding"]] for row in ordered]


class KeptVectors:
    """Vectors by text and model, in one file that is replaced as a whole. A file that cannot be read is empty."""

    def __init__(self, file: Path, model: HttpEmbeddings) -> None:
        self._file = file
        self._model = model

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text; unknown texts are embedded and kept."""
        held = self._load()
        missing = [text for text in dict.fromkeys(texts) if self._name(text) not in held]
        if missing:
            fresh = self._model.embed_documents(missing)
            held |= {
                self._name(text): np.array(row, dtype=np.float32)
                for text, row in zip(missing, fresh, strict=True)
            }
            self._save(held)
        return np.array([held[self._name(text)] for text in texts], dtype=np.float32)

    def _name(self, text: str) -> str:
        return hashlib.sha256(f"{self._model.url}\n{self._model.model}\n{text}".encode()).hexdigest()[:32]

    def _load(self) -> dict[str, NDArray[np.float32]]:
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                return dict(zip(kept["names"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError):
            return {}

    def _save(self, held: dict[str, NDArray[np.float32]]) -> None:
        names = sorted(held)
        fresh = self._file.with_name(f"{self._file.stem}.{os.getpid()}.npz")
        np.savez(fresh, names=np.array(names), vectors=np.array([held[name] for name in names]))
        fresh.replace(self._file)
