"""Fictional sample letters, written for this software, and the gold labels of their items.

``letters/`` holds the letters, each of which says in its first line that it is fictional.
``gold.jsonl`` holds one JSON object a disputed item, with the fields that ``python -m index items``
gives, and the decisive sentence of the rationale as ``quote``. Cases, persons and decisions are
invented.
"""

from importlib.resources import files
from pathlib import Path

#: The folder of the letters.
LETTERS = Path(str(files(__name__))) / "letters"

#: The labels of their items.
GOLD = Path(str(files(__name__))) / "gold.jsonl"
