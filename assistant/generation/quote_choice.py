"""The sentences of an item's rationale that answers quote."""

import re

from assistant.answer import Citation
from assistant.evidence.evidence import CitationBuilder
from index.determination import Excerpt
from index.extraction.speaking import Voice, voices
from index.extraction.voice import concludes, tells_guideline, tells_requirement
from index.sentences import sentences
from index.store.sqlite.read import ItemRecord, Span

# A quote of fewer words tells nothing; one of more is no quote but a passage.
_SHORTEST, _LONGEST = 5, 90


def reasons_of(quotes: CitationBuilder, record: ItemRecord) -> list[tuple[str, Citation]]:
    """The reasons of an item with the citation of the sentence that shows each, decisive first; a
    sentence is given once.
    """
    cited, seen = [], set()
    for reason in record.reasons:
        if reason.sentence not in seen:
            seen.add(reason.sentence)
            cited.append((reason.tag, quotes.cite_item(record, reason.sentence)))
    return cited


def decisive(quotes: CitationBuilder, record: ItemRecord) -> Citation:
    """The one quote that tells best why an item was decided: its first reason, what stands before
    its conclusion, the conclusion, or its heading.
    """
    if record.reasons:
        return quotes.cite_item(record, record.reasons[0].sentence)
    grounds = grounds_of(quotes, record)
    return (
        grounds[-1]
        if grounds
        else conclusion_of(quotes, record) or quotes.cite_item(record, record.request_span)
    )


def conclusion_of(quotes: CitationBuilder, record: ItemRecord) -> Citation | None:
    """The last sentence of a rationale that draws the conclusion, if one does."""
    conclusions = [sentence for sentence in _rationale(quotes, record) if concludes(sentence.text)]
    return (
        quotes.cite_item(record, Span(conclusions[-1].start, conclusions[-1].end))
        if conclusions
        else None
    )


def only_concludes(quotes: CitationBuilder, record: ItemRecord) -> bool:
    """Whether the reasons of an item, if any, show in nothing but its conclusion."""
    text = quotes.letter(record.determination).text
    return all(
        concludes(text[reason.sentence.start : reason.sentence.end]) for reason in record.reasons
    )


def grounds_of(quotes: CitationBuilder, record: ItemRecord) -> list[Citation]:
    """The last three sentences before the conclusion that tell what was found in the case:
    reviewers decide on them more often than not.
    """
    rationale = _rationale(quotes, record)
    said = [
        (sentence, voice)
        for sentence, voice in zip(rationale, voices(rationale), strict=True)
        if not concludes(sentence.text) and len(sentence.text.split()) >= _SHORTEST
    ]
    # A rationale that only tells what a guideline says decides on that.
    about = [sentence for sentence, voice in said if voice is Voice.FINDING] or [
        sentence for sentence, voice in said if voice is not Voice.REQUEST
    ]
    return [quotes.cite_item(record, Span(sentence.start, sentence.end)) for sentence in about[-3:]]


def requirement_of(quotes: CitationBuilder, record: ItemRecord, subject: str) -> Citation | None:
    """The sentence in which a rationale tells what has to be shown for the service, if one does.

    Of several, the one that shares most words with ``subject``, the question's selection in words.
    """
    words = set(_words(subject))
    asked = [
        sentence
        for sentence in _rationale(quotes, record)
        if tells_requirement(sentence.text) and _SHORTEST <= len(sentence.text.split()) <= _LONGEST
    ]
    if not asked:
        asked = [
            sentence
            for sentence in _rationale(quotes, record)
            if tells_guideline(sentence.text)
            and _SHORTEST <= len(sentence.text.split()) <= _LONGEST
        ]
    if not asked:
        return None
    best = max(asked, key=lambda sentence: len(words & set(_words(sentence.text))))
    return quotes.cite_item(record, Span(best.start, best.end))


def _rationale(quotes: CitationBuilder, record: ItemRecord) -> tuple[Excerpt, ...]:
    if record.rationale_span is None:
        return ()
    return sentences(
        quotes.letter(record.determination).text,
        record.rationale_span.start,
        record.rationale_span.end,
    )


def _words(text: str) -> list[str]:
    return [word.removesuffix("s") for word in re.findall(r"[a-z]{3,}", text.lower())]
