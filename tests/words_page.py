"""The chat page with `WordVectors` in the place of the embedding model: ``streamlit run
tests/words_page.py``.
"""

from word_store import WordVectors

import assistant.assistant
import assistant.web.open_store
from assistant.web import show

assistant.assistant.SentenceEmbeddings = WordVectors
assistant.web.open_store.SentenceEmbeddings = WordVectors
show()
