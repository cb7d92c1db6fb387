"""The retriever as a LangChain `BaseRetriever`, so that any chain can be built on it. Importing this module imports
langchain_core; nothing else in the package does."""

from __future__ import annotations

from datetime import date

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.citation import cite_hit
from knowledge.library import Library
from knowledge.model import Hit, SearchResult


class LiangrongRetriever(BaseRetriever):
    """Passages in force on `as_of` as documents: the text as content, the citation, the score and whether the
    question is answerable as metadata. With `only_answerable` a question below the threshold yields none."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    as_of: date
    jurisdiction: str = "CN"
    audience: str = "client"
    k: int = 3
    only_answerable: bool = True

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        result = self.library.search(
            query, as_of=self.as_of, jurisdiction=self.jurisdiction, audience=self.audience, k=self.k
        )
        if self.only_answerable and not result.answerable:
            return []
        return [_document(hit, result) for hit in result.hits]


def _document(hit: Hit, result: SearchResult) -> Document:
    metadata = {
        **cite_hit(hit),
        "score": hit.score,
        "confidence_of_answer": result.confidence,
        "answerable": result.answerable,
    }
    return Document(page_content=hit.passage.text, metadata=metadata, id=hit.passage.id)
