"""The chat page with `WordVectors` in the place of the embedding model: ``streamlit run tests/words_page.py``."""

from conftest import WordVectors

import assistant.chain
import assistant.page.open_store
from assistant.page import show

assistant.chain.SentenceEmbeddings = WordVectors
assistant.page.open_store.SentenceEmbeddings = WordVectors
show()
