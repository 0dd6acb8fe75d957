"""The check of a chat model's own words: every one of them has to be carried by what the statement
cites.

The rule is lexical, and strict on purpose: a single content word, number, outcome or denial that
the cited quotes and the records of the cited items do not carry fails the statement. True
statements in other words are lost by it; what is general knowledge cannot pass. It does not see how
words hang together: a condition left out, or words of one sentence put together anew without a
changed denial, pass it.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from assistant.answer import Citation, Statement
from assistant.evidence.evidence import Evidence
from assistant.verification.clauses import MARK, QUOTED, Clause, clauses, segments
from assistant.verification.words import (
    COMPARING,
    CONDITIONS,
    COUNTED,
    INSTRUCTIONS,
    NEGATORS,
    OF_CASES,
    OVERTURNED,
    UPHELD,
    VERBAL,
    content,
    is_number,
    stem,
    tokens,
)
from index.determination import Outcome, fold
from index.store.sqlite.read import ItemRecord

# "Half of the denials" is a count, also where a cited quote speaks of half a tablet.
_SHARE_OF_CASES = re.compile(
    r"\b(?:all|every|each|half|most|many|few|several|some|nearly|almost|majority|minority|hardly"
    r"|scarcely|(?:a|one|two|three)[ -](?:thirds?|quarters?|fifths?)"
    r"|[\d.]+\s?(?:%|percent\b|per cent\b))"
    r"(?:(?<=%)|\b)(?:\s+\w+){0,3}?\s+"
    r"(?:denials?|requests?|items?|cases?|decisions?|determinations?|letters?)\b",
    re.I,
)
# So many words before an outcome can turn it round ("was not, in the end, upheld").
_BEFORE = 4
# A clause that begins with "that" has so many words before its outcome.
_BELOW = 12
# A unit stands among so many words after its number ("six supervised visits").
_AFTER = 3
# From so many words on, and with this share of a statement's words, it is a copy.
_COPIED, _NEARLY = 4, 0.75
# What is changed within so many words is a change to the sentence.
_GAP = 3
# A statement has at least so many words or numbers that claim something.
_LEAST = 2
# So many words of the end of a part are looked for before a condition.
_END = 3
# Where a sentence of a letter ends for what stands under a condition: also before a new one behind
# a comma. And where a part of a statement does.
_SENTENCE, _PART = (
    re.compile(r"(?<=[.;!?])\s+|,\s(?=(?:and|but|yet)\s)"),
    re.compile(r"[.;:!?](?=\s|$)"),
)


def fault_in_wording(
    statement: Statement, cited: Sequence[Citation], evidence: Evidence
) -> str | None:
    """Why the cited quotes and records do not carry a statement's own words, None where they do."""
    try:
        parts = list(clauses(statement.text, cited))
    except KeyError as error:
        return f"names {error.args[0]}, which it does not cite"
    reason = (
        _nothing_said(statement.text)
        or _turned_quote(statement.text, cited)
        or _turned_copy(statement.text, cited)
        or _unconditioned_copy(statement.text, cited)
    )
    for _, together in groupby(parts, key=lambda part: (part.sentence, part.cited)):
        spoken = list(together)
        reason = (
            reason
            or next(filter(None, (_wrong_outcome(part, evidence) for part in spoken)), None)
            or _uncarried(spoken, cited, evidence)
        )
    return reason or _one_outcome_for_all(statement, cited, parts)


def speaks_to_machines(text: str) -> bool:
    """Whether a letter's words hold an instruction to whoever reads them by machine."""
    return any(pattern.search(text) for pattern in INSTRUCTIONS)


def _nothing_said(text: str) -> str | None:
    said = tokens(MARK.sub(" ", text))
    return (
        None
        if QUOTED.search(text)
        or _outcomes(text)
        or len(content(said)) + sum(map(is_number, said)) >= _LEAST
        else "says nothing"
    )


def _uncarried(
    parts: Sequence[Clause], cited: Sequence[Citation], evidence: Evidence
) -> str | None:
    """Why no letter that a sentence speaks of carries it; a clause that names several has to be
    carried by each.

    What is taken from two letters and put together is told of neither.
    """
    letters = list(
        dict.fromkeys(citation.determination for part in parts for citation in part.cited)
    )
    faults = {
        letter: [
            _uncarried_by(
                [citation for citation in part.cited if citation.determination == letter],
                part,
                cited,
                evidence,
            )
            for part in parts
        ]
        for letter in letters
    }
    if parts[0].of_each or len(letters) < 2:
        return next(
            (fault for letter_faults in faults.values() for fault in letter_faults if fault), None
        )
    if any(not any(letter_faults) for letter_faults in faults.values()):
        return None
    together = (_uncarried_by(part.cited, part, cited, evidence) for part in parts)
    return next(filter(None, together), None) or (
        f"joins words of several letters: {next(filter(None, faults[letters[0]]))} in one of them"
    )


def _uncarried_by(
    spoken_of: Sequence[Citation], part: Clause, cited: Sequence[Citation], evidence: Evidence
) -> str | None:
    trusted = [
        citation
        for citation in spoken_of
        if not speaks_to_machines(evidence.quotes.letter(citation.determination).text)
    ]
    quotes = [citation.words for citation in trusted]
    records = _records(spoken_of, evidence)
    facts = tokens(" | ".join(fact for record in records for fact in _facts(record)))
    said = [segment for quote in quotes for segment in segments(quote)]
    # A request neither affirms nor denies what it asks for, but it can ask for something without
    # something.
    asked = [
        segment
        for record in _records(trusted, evidence)
        for text in (record.request, record.disputed)
        for segment in segments(text)
    ]
    said += [
        (words, senses if True in senses else frozenset({False, True})) for words, senses in asked
    ]
    whole = [token for words, _ in said for token in words]
    own = tokens(part.text)
    positions = {str(citation.item) for citation in spoken_of if citation.item}
    return _wrong_number(own, whole, facts, cited, positions) or _wrong_word(part, own, said, facts)


def _wrong_number(
    own: list[str],
    whole: list[str],
    facts: list[str],
    cited: Sequence[Citation],
    positions: set[str],
) -> str | None:
    items = {
        str(len({(citation.case, citation.item) for citation in cited})),
        str(len({citation.case for citation in cited})),
    }
    for place, token in enumerate(own):
        if not is_number(token):
            continue
        unit = next(
            (
                word
                for word in own[place + 1 : place + 1 + _AFTER]
                if is_number(word) or content([word])
            ),
            None,
        )
        if (
            unit
            and not is_number(unit)
            and unit != own[place + 1]
            and not content([own[place + 1]])
        ):
            unit = None  # a word further on belongs to something else
        if token in items and (own[place + 1 : place + 2] == [] or own[place + 1] in COUNTED):
            continue
        if place and own[place - 1] == "item" and token in positions:
            continue
        # A number of the decision's date is told beside its year, or it is another number.
        dated = any(is_number(word) and len(word) == 4 and word in facts for word in own)
        source = [*whole, "|", *(facts if dated else ())]
        after = [
            source[at + 1 : at + 1 + _AFTER] for at, word in enumerate(source) if word == token
        ]
        if not after and token == "1" and unit:
            after = [
                source[at + 1 : at + 2] for at, word in enumerate(source) if word in ("a", "an")
            ]
        if not after:
            return f"the number {token} stands in nothing that it cites"
        if unit and not any(stem(unit) == stem(word) for words in after for word in words):
            return f"“{token} {unit}” stands in nothing that it cites"
    return None


def _wrong_word(
    part: Clause, own: list[str], said: list[tuple[list[str], frozenset[bool]]], facts: list[str]
) -> str | None:
    """A content word that nothing cited carries, or that is only there with the opposite sense."""
    denies = part.negated
    carried: dict[str, set[bool]] = {}
    for words, senses in said:
        for token in words:
            carried.setdefault(stem(token), set()).update(senses)
    known = {stem(token) for token in facts}
    for token in content(own):
        root = stem(token)
        if root not in carried and root not in known:
            return f"“{token}” stands in nothing that it cites"
        if root in carried and denies not in carried[root]:
            return (
                f"“{token}” is {'denied' if denies else 'said'} here and "
                f"{'said' if denies else 'denied'} in what it cites"
            )
    for place, token in enumerate(own):
        denied = next(iter(content(own[place + 1 :])), None) if token in VERBAL else None
        if (
            denied
            and stem(denied) in carried
            and not any(_denied(stem(denied), words) for words, _ in said)
        ):
            return f"“{denied}” is denied here and not in what it cites"
    if denies and not any(True in senses for _, senses in said) and not _outcomes(part.text):
        return "denies what nothing that it cites denies"
    return None


def _denied(root: str, words: list[str]) -> bool:
    """Whether a word stands behind a denying one."""
    first = next((place for place, token in enumerate(words) if token in NEGATORS), len(words))
    return any(stem(token) == root for token in words[first:])


def _wrong_outcome(part: Clause, evidence: Evidence) -> str | None:
    claimed = _outcomes(part.text)
    if not claimed:
        return None
    if OF_CASES & set(tokens(part.text)) or _SHARE_OF_CASES.search(part.text):
        return "tells an outcome of a number of items"
    true = {record.outcome for record in _records(part.cited, evidence)} | {
        citation.outcome for citation in part.cited if citation.outcome
    }
    if not true:
        return "tells an outcome of no item"
    if claimed != true:
        return f"says {', '.join(sorted(claimed))} of what was {', '.join(sorted(true))}"
    return None


def _one_outcome_for_all(
    statement: Statement, cited: Sequence[Citation], parts: Sequence[Clause]
) -> str | None:
    """Items that were decided both ways need both outcomes told, each beside its case."""
    outcomes = {citation.outcome for citation in cited if citation.outcome}
    claimed = set().union(*(_outcomes(part.text) for part in parts)) if parts else set()
    if len(outcomes) == 2 and len(claimed) == 1:
        return "tells one outcome of items that were decided both ways"
    return None


def _outcomes(text: str) -> set[Outcome]:
    """The outcomes that a clause tells; one that is denied is the other."""
    text_words = tokens(text)
    claimed = set()
    for phrases, outcome, other in (
        (UPHELD, Outcome.UPHELD, Outcome.OVERTURNED),
        (OVERTURNED, Outcome.OVERTURNED, Outcome.UPHELD),
    ):
        for phrase in phrases:
            words = phrase.split()
            for place in range(len(text_words) - len(words) + 1):
                if text_words[place : place + len(words)] == words:
                    claimed.add(other if _denied_by(text_words[:place]) else outcome)
    return claimed


def _denied_by(before: list[str]) -> bool:
    """Whether the words before an outcome deny it: "was not upheld", "it has not been shown that
    they were necessary"; both together affirm it.
    """
    place = next(
        (
            at
            for at in range(len(before) - 1, max(-1, len(before) - 1 - _BELOW), -1)
            if before[at] == "that"
        ),
        None,
    )
    near = before if place is None else before[place + 1 :]
    above = [] if place is None else before[:place]
    return any(token in VERBAL for token in near[-_BEFORE:]) != any(
        token in VERBAL for token in above[-_BEFORE:]
    )


def _turned_quote(text: str, cited: Sequence[Citation]) -> str | None:
    """A quote cut out of a denial ("medically necessary" out of "not medically necessary") that the
    statement does not deny either.
    """
    for match in QUOTED.finditer(text):
        wanted = fold(match.group(1))
        sources = [citation.words for citation in cited if wanted in citation.words]
        if not sources or any(not _denied_before(words, wanted) for words in sources):
            continue
        if not any(token in NEGATORS for token in tokens(text[: match.start()])[-_BEFORE - 2 :]):
            return f"“{wanted[:60]}” is denied in what it is quoted from"
    return None


def _turned_copy(text: str, cited: Sequence[Citation]) -> str | None:
    """A sentence of the evidence taken over nearly word for word, with a denial taken out or put
    in.
    """
    own = tokens(MARK.sub(" ", QUOTED.sub(" ", text)))
    for citation in cited:
        words = tokens(citation.words)
        blocks = [
            block
            for block in SequenceMatcher(None, own, words, autojunk=False).get_matching_blocks()
            if block.size
        ]
        if sum(block.size for block in blocks) < max(_COPIED, _NEARLY * len(own)):
            continue
        for block, following in pairwise(blocks):
            left_out, put_in = (
                words[block.b + block.size : following.b],
                own[block.a + block.size : following.a],
            )
            # A longer stretch left out is a shorter statement, not a turned one.
            if len(left_out) <= _GAP and any(token in NEGATORS for token in left_out) != any(
                token in NEGATORS for token in put_in
            ):
                return "changes a denial in what it takes over"
    return None


def _unconditioned_copy(text: str, cited: Sequence[Citation]) -> str | None:
    """A sentence of the evidence taken over nearly word for word without the condition that it
    stands under.
    """
    bare = MARK.sub(" ", QUOTED.sub(" ", text))
    own = [part_words for part in _PART.split(bare) if len(part_words := tokens(part)) >= _COPIED]
    ends = [
        end_words
        for part in _PART.split(bare)
        for end_words in (tokens(end) for end in _SENTENCE.split(part))
        if len(end_words) > 1
    ]
    for words in (
        tokens(sentence) for citation in cited for sentence in _SENTENCE.split(citation.words)
    ):
        for said in own:
            copied = sum(
                block.size
                for block in SequenceMatcher(
                    None, said, words, autojunk=False
                ).get_matching_blocks()
            )
            if copied < max(_COPIED, _NEARLY * len(said)):
                continue
            for condition in CONDITIONS:
                if _times(condition, words) > _times(condition, tokens(text)):
                    return _unconditioned(condition)
        # The end of a statement, however short, that breaks off right before a condition.
        for condition in CONDITIONS:
            if any(
                _times([*said[-_END:], *condition], words)
                and not _times([*said[-_END:], *condition], tokens(bare))
                for said in ends
            ):
                return _unconditioned(condition)
    return None


def _unconditioned(condition: list[str]) -> str:
    return f"leaves out the condition “{' '.join(condition)} …” of what it takes over"


def _times(phrase: list[str], words: list[str]) -> int:
    """How often some words stand among others; "twice as long as" is no condition."""
    return sum(
        words[at : at + len(phrase)] == phrase
        and not (at and (words[at - 1] in COMPARING or is_number(words[at - 1])))
        for at in range(len(words) - len(phrase) + 1)
    )


def _denied_before(words: str, wanted: str) -> bool:
    before = re.split(r"[.;:](?=\s)", words[: words.index(wanted)])[-1]
    last = re.split(r",\s|\b(?:but|and|while|because|since|although)\b", before)[-1]
    return any(token in NEGATORS for token in tokens(last))


def _records(cited: Iterable[Citation], evidence: Evidence) -> list[ItemRecord]:
    """The records of the cited items; a clinical summary stands for all items of its letter that
    the evidence holds.
    """
    return evidence.records_at((citation.determination, citation.item) for citation in cited)


def _facts(record: ItemRecord) -> Iterable[str]:
    """What the records tell of an item, in words."""
    yield from (*record.procedures, *record.regions, *record.guidelines, *record.specialties)
    if record.decided:
        yield (
            f"{record.decided} {record.decided:%B} {record.decided.day}, {record.decided.year} | "
            f"{record.decided:%m/%d/%Y} | {record.decided.year}"
        )
