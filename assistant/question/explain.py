"""The stages of reading a question, for a person to see: what each word was taken for."""

from collections.abc import Iterator

from assistant.question.criteria import criteria_in
from assistant.question.reader import read
from assistant.question.scope import Target, scope_of
from assistant.question.understand import plain_words, printed, understand
from index.facets.english import in_words
from index.facets.filter import all_of


def explained(question: str) -> str:
    """How a question is read by the rules, a stage a line."""
    return "\n".join(f"{stage + ':':<16}{said}" for stage, said in _stages(question))


def _stages(question: str) -> Iterator[tuple[str, str]]:
    plain = plain_words(printed(question))
    words = " ".join(plain.words.split())
    yield "plain text", words or "(only courtesies)"
    yield from (("mended", f"{wrote} → {meant}") for wrote, meant in plain.corrections)
    yield from (("told, not asked", sentence) for sentence in plain.context)
    yield from (("case", case) for case in plain.cases)
    tags = sorted(criteria_in(plain.words).tags, key=lambda tag: (tag.start, tag.end))
    negated = scope_of(plain.words, tags).targets
    for tag in tags:
        mark = "  (left out)" if tag in negated else ""
        yield "named", f"“{plain.words[tag.start : tag.end].strip()}”: {_meaning(tag)}{mark}"
    said = understand(question)
    if said.skeleton:
        yield "skeleton", said.skeleton.strip()
    for owner in dict.fromkeys(owner for owner, _ in said.owned):
        owned = dict.fromkeys(
            said.words[start:end].strip() for name, (start, end) in said.owned if name == owner
        )
        if shown := [piece for piece in owned if piece]:
            yield "owned by", f"{owner}: {', '.join(f'“{piece}”' for piece in shown)}"
    query = read(question).query
    yield "intent", query.intent.value
    if query.filter is not None:
        yield "selection", in_words(query.filter)
    for group in query.compare:
        yield "group", group.label
    for name in ("outcome", "unit", "group_by", "top", "fact", "term", "refusal"):
        value = getattr(query, name)
        if value is not None and name in query.as_json():
            yield name, str(value)
    for name in ("measure", "premise"):
        if name in query.as_json():
            yield name, str(query.as_json()[name])
    yield "unread", ", ".join(query.unread) or "nothing"


def _meaning(tag: Target) -> str:
    if tag.filter is not None:
        return in_words(all_of([tag.filter]))
    return f"{tag.facet.label if tag.facet else 'words'} {' or '.join(tag.values)}"
