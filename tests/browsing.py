"""What the browser tests share."""

import re

#: The page with `word_store.WordVectors` in the place of the embedding model.
WORDS = "tests/words_page.py"


def outside(page, url: str) -> list[str]:
    """The addresses beyond this machine that the page asks for; the list grows as it does."""
    asked: list[str] = []
    page.on(
        "request",
        lambda request: (
            asked.append(request.url)
            if not re.match(rf"(?:{url}|ws://127\.0\.0\.1|data:|blob:)", request.url)
            else None
        ),
    )
    return asked


def citation(page, number: int):
    """The first mark that opens a quote."""
    return page.get_by_role("link", name=f"{number}", exact=True).first
