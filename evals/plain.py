"""A plain retrieval chain, as a competent user would build it in an afternoon from the same
packages.

Load, split by characters, embed into Chroma, retrieve the k nearest chunks. The assistant is
measured beside it.
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.readers import read_letter

#: LangChain's tutorials split at 1,000 characters with 200 of overlap.
CHUNK, OVERLAP = 1_000, 200


def load(paths: Sequence[Path]) -> list[Document]:
    """One document a page, with the file's name and the page as metadata, read as the index reads
    it.
    """
    documents = []
    for path in paths:
        letter = read_letter(path)
        for number, text in enumerate(letter.pages, 1):
            documents.append(
                Document(
                    text, metadata={"source": str(path), "page": number if letter.paged else 0}
                )
            )
    return documents


def split(documents: Sequence[Document]) -> list[Document]:
    """The chunks, each with its place in the page's text as ``start_index``."""
    return RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    ).split_documents(documents)


def index_plainly(paths: Sequence[Path], embeddings: Embeddings, folder: Path) -> Chroma:
    """A persistent Chroma store of the letters' chunks in ``folder``."""
    return Chroma.from_documents(
        split(load(paths)),
        embeddings,
        collection_name="plain",
        persist_directory=str(folder),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
