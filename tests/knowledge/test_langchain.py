"""A LangChain chain can be built on the retriever."""

from __future__ import annotations

from datetime import date

from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from knowledge.langchain import LiangrongRetriever
from knowledge.library import Library

from .conftest import TODAY


def test_documents_carry_text_and_citation(library: Library) -> None:
    retriever = LiangrongRetriever(library=library, as_of=TODAY, k=2)
    assert isinstance(retriever, BaseRetriever)
    first, second = retriever.invoke("示例档案要保存多少年？")
    assert first.metadata["article"] == "第二条"
    assert first.metadata["quote"] in first.page_content
    assert first.metadata["permalink"].endswith(first.id or "-")
    assert first.metadata["score"] >= second.metadata["score"]


def test_the_day_is_a_field_of_the_retriever(library: Library) -> None:
    retriever = LiangrongRetriever(library=library, as_of=date(2024, 6, 1), k=1)
    assert "五年" in retriever.invoke("示例档案要保存多少年？")[0].metadata["quote"]


def test_no_answer_gives_no_documents_unless_neighbours_are_wanted(library: Library) -> None:
    retriever = LiangrongRetriever(library=library, as_of=TODAY)
    assert retriever.invoke("红烧肉怎么做") == []
    neighbours = retriever.model_copy(update={"only_answerable": False})
    assert all(not found.metadata["answerable"] for found in neighbours.invoke("期货的保证金比例是多少"))


async def test_it_composes_into_a_chain(library: Library) -> None:
    retriever = LiangrongRetriever(library=library, as_of=TODAY, k=1)
    chain = retriever | RunnableLambda(lambda documents: documents[0].metadata["quote"])
    assert "十二年" in await chain.ainvoke("示例档案要保存多少年？")
