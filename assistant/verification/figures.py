"""The figures, cases and outcomes of a statement, held against the tallies, the counts and what it
cites.
"""

import re
from collections.abc import Iterable

from assistant.answer import Citation
from assistant.evidence.associations import LEAST
from assistant.evidence.evidence import Evidence, numbers_in
from assistant.evidence.tally import Tally, wilson
from assistant.presentation.phrases import percent
from assistant.verification.clauses import CASE
from index.determination import Outcome

_CLAUSE = re.compile(r"[.;:,](?=\s)|\bwhile\b|\bbut\b|\band\b")
# "6 were upheld", "3 denials overturned", "in 6 the denial was upheld"
_DECIDED = re.compile(
    r"\b(\d+(?:,\d{3})*) "
    r"(?:(?:of them|the denials?|denials?|items?|decisions?|cases?|requests?) )?"
    r"(?:(?:was|were|are|is) )?(upheld|overturned)\b",
    re.I,
)
# Numbers that belong to the method, not to the matter.
_METHOD = {"95"}


def wrong_case(own: str, cited: list[Citation], evidence: Evidence) -> str | None:
    """Why a case that is named is neither cited by the statement nor counted nor asked for."""
    known = {citation.case.lower() for citation in cited} or {
        name.lower() for name in (*evidence.doubtful, *(record.case for record in evidence.items))
    }
    known |= {name.lower() for name in evidence.unknown_cases}
    known |= {name.lower() for name in evidence.query.cases} if not evidence.items else set()
    strange = [case for case in CASE.findall(own) if case.lower() not in known]
    return f"names {strange[0]}, which it does not cite" if strange else None


def wrong_number(own: str, cited: list[Citation], evidence: Evidence) -> str | None:
    """Why a number comes from nowhere."""
    carried = (
        _METHOD
        | _of_tallies(evidence.all_tallies)
        | _of_counts(evidence)
        | _of_holdings(evidence)
        | _of_cited(cited, evidence)
    )
    strange = [number for number in numbers_in(own) if number not in carried]
    return f"the number {strange[0]} comes from no tally and no cited quote" if strange else None


def wrong_outcome(own: str, cited: list[Citation], evidence: Evidence) -> str | None:
    """Why an outcome is told of other items, or with another count, than in the evidence."""
    outcomes = {citation.outcome for citation in cited if citation.outcome}
    claimed = {outcome for outcome in Outcome if re.search(rf"\b{outcome}\b", own, re.I)}
    if len(outcomes) == 1 and claimed and not claimed & outcomes:
        return f"says {claimed.pop()} of what was {outcomes.pop()}"
    for number, outcome in _DECIDED.findall(own):
        amounts = {
            tally.overturned if outcome.lower() == Outcome.OVERTURNED else tally.upheld
            for tally in evidence.all_tallies
        } | {letters.decided(Outcome(outcome.lower())) for letters in evidence.all_letters}
        if int(number.replace(",", "")) not in amounts and number not in _of_cited(cited, evidence):
            return f"{number} is not the number of {outcome} items"
    for clause in _CLAUSE.split(own):
        named = [outcome for outcome in Outcome if re.search(rf"\b{outcome}\b", clause, re.I)]
        if len(named) != 1:
            continue
        carried = (
            _METHOD | _of_counts(evidence) | _of_holdings(evidence) | _of_cited(cited, evidence)
        )
        for tally in evidence.all_tallies:
            amount = tally.overturned if named[0] is Outcome.OVERTURNED else tally.upheld
            carried |= {str(amount), *_shares(tally, named[0])}
            carried |= {str(tally.n)} if re.search(r"\bof\b|\bitems?\b", clause) else set()
        strange = [number for number in numbers_in(clause) if number not in carried]
        if strange:
            return f"the number {strange[0]} is not that of the {named[0]} items"
    return None


def _of_tallies(tallies: Iterable[Tally]) -> set[str]:
    numbers: set[str] = set()
    for tally in tallies:
        numbers |= {str(tally.n), str(tally.upheld), str(tally.overturned), str(tally.undated)}
        numbers |= _shares(tally, Outcome.OVERTURNED) | _shares(tally, Outcome.UPHELD)
        numbers |= {day.isoformat() for day in tally.period if day} | {
            str(day.year) for day in tally.period if day
        }
    return numbers


def _shares(tally: Tally, outcome: Outcome) -> set[str]:
    """The share of an outcome and the bounds of its interval, where the tally has them."""
    if tally.share is None or tally.interval is None:
        return set()
    shares = (tally.share, *tally.interval)
    return {
        percent(share if outcome is Outcome.OVERTURNED else 1 - share).removesuffix(" %")
        for share in shares
    }


def _of_counts(evidence: Evidence) -> set[str]:
    """The numbers of counts by value, of letters, of shares, and those noted besides."""
    numbers: set[str] = set()
    for name, counts in evidence.all_counts.items():
        is_set_out = name.rpartition(": ")[2] == "by"
        for count in counts:
            numbers |= {str(count.count), str(count.of)}
            if is_set_out:
                numbers |= _of_share(count.count, count.of)
                numbers |= {count.value, *numbers_in(count.value)}
    for letters in evidence.all_letters:
        for decided in (letters.upheld, letters.overturned, letters.mixed):
            numbers |= {str(letters.n), str(decided)} | _of_share(decided, letters.n)
    if base := evidence.letters_base:
        numbers |= _of_share(evidence.letters[0].n, base.n)
    for share in evidence.shares:
        numbers |= {str(share.n), str(share.of)} | _of_share(share.n, share.of)
    for part in (evidence, *evidence.parts):
        numbers |= _of_associations(part) | part.numbers | _of_differences(part)
    return numbers


def _of_share(count: int, of: int) -> set[str]:
    """The share of a count, what is left of it, and the bounds of both intervals, in percent."""
    if not of:
        return set()
    shares = (count / of, *wilson(count, of))
    return {percent(each).removesuffix(" %") for share in shares for each in (share, 1 - share)}


def _of_associations(evidence: Evidence) -> set[str]:
    numbers: set[str] = set()
    for association in evidence.associations:
        numbers |= {
            str(number)
            for number in (
                association.overturned,
                association.of_overturned,
                association.upheld,
                association.of_upheld,
                association.tests,
                LEAST,
            )
        } | set(numbers_in(association.chance))
    return numbers


def _of_differences(evidence: Evidence) -> set[str]:
    return {
        percent(abs(share)).removesuffix(" %")
        for apart in filter(None, evidence.differences)
        for share in (apart.value, apart.low, apart.high)
    }


def _of_holdings(evidence: Evidence) -> set[str]:
    corpus = evidence.corpus
    return {
        str(corpus.status.determinations),
        str(corpus.status.items),
        str(corpus.status.uncounted),
        *(str(count.count) for count in corpus.services),
    }


def _of_cited(cited: list[Citation], evidence: Evidence) -> set[str]:
    places = {(citation.determination, citation.item) for citation in cited}
    records = evidence.records_at(place for place in places if place[1] is not None)
    numbers = {number for citation in cited for number in numbers_in(citation.words)} | {
        str(item) for _, item in places if item
    }
    for record in records:
        numbers |= {str(record.of), *numbers_in(record.request)} | (
            {record.decided.isoformat(), str(record.decided.year)} if record.decided else set()
        )
    return numbers
