"""A selection that names an outcome has no share: all that was overturned is overturned, which no
figure of an answer may show as a finding.
"""

import re
from datetime import date
from itertools import product

import pytest
from formats import each_format

from assistant.answer import answer_from_json
from assistant.export.contents import contents
from assistant.export.tables import COLUMNS
from assistant.query import Group, IntentName, Query
from assistant.reading import Reading
from assistant.web.answer_view import _row
from assistant.web.charts import chart, draws_values, in_words, rows_of
from index.facets.body import REGION
from index.facets.decision import OUTCOME, REPEAT
from index.facets.filter import AnyOf, Filter, all_of, facets_of, not_, one_of
from index.facets.service import PROCEDURE

MRI, CT, KNEE = one_of(PROCEDURE, ["mri"]), one_of(PROCEDURE, ["ct"]), one_of(REGION, ["knee"])
NAMED = [
    one_of(OUTCOME, ["overturned"]),
    one_of(OUTCOME, ["upheld"]),
    one_of(OUTCOME, ["upheld", "overturned"]),
    not_(one_of(OUTCOME, ["upheld"])),
    AnyOf(any=(one_of(OUTCOME, ["overturned"]), CT)),
]
SUBJECTS = [
    (),
    (MRI,),
    (MRI, KNEE),
    (MRI, one_of(REPEAT, ["yes"])),
]
KINDS = [
    *(
        (intent, None, False)
        for intent in (
            IntentName.OUTCOMES,
            IntentName.REASONS,
            IntentName.REQUIREMENTS,
            IntentName.LIST,
            IntentName.DIFFERENCES,
        )
    ),
    (IntentName.OUTCOMES, None, True),
    *(
        (IntentName.OUTCOMES, group, False)
        for group in ("decided:year", "decided:month", "region", "reason", "guideline")
    ),
]
_PERCENT = re.compile(r"(\d+)[ \u00a0]?%")


def asked_for(
    intent: IntentName,
    group_by: str | None,
    compares: bool,
    subject: tuple[Filter, ...],
    named: Filter,
) -> Reading:
    """A question about a population that names an outcome; a comparison is with the same of the
    other cases.
    """
    groups = tuple(
        Group(label=label, filter=all_of(parts))
        for label, parts in (("the first", subject), ("CT", (CT,)))
    )
    return Reading(
        "How was it decided?",
        Query(
            intent=intent,
            filter=all_of([named] if compares else [*subject, named]),
            compare=groups if compares else (),
            group_by=group_by,
        ),
    )


def percentages(text: str) -> set[int]:
    """The percentages that a text tells; that of the interval is a name."""
    return {int(number) for number in _PERCENT.findall(re.sub(r"95\s?%\s*interval", "", text))}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "named"), list(product(KINDS, NAMED)), ids=lambda value: str(value)[:40]
)
def test_no_figure_belongs_to_a_selection_that_names_an_outcome(assistant, kind, named):
    for subject in SUBJECTS:
        answer = assistant.answer(asked_for(*kind, subject, named))
        values = answer.as_json()
        bare = [tally for tally in answer.tallies if OUTCOME in facets_of(tally.filter)]
        assert bare and all(tally.share is tally.interval is None for tally in bare)
        assert [
            (tally_values["share"] is None, tally_values["interval"] is None)
            for tally_values in values["tallies"]
        ] == [(tally in bare or not tally.n,) * 2 for tally in answer.tallies]
        assert answer_from_json(values).tallies == answer.tallies
        # What is told as a share is that of a selection that names no outcome, or stands in a
        # letter.
        shares = {
            round(100 * share)
            for tally in answer.tallies
            if tally.share is not None and tally.interval
            for share in (tally.share, *tally.interval)
        }
        quoted = percentages(" ".join(citation.words for citation in answer.citations))
        for statement in answer.statements:
            if not statement.citations:
                assert percentages(statement.text) <= shares
        _, rows = rows_of(answer)
        assert not {row.name for row in rows} & {
            tally.words for tally in bare
        } and not draws_values(answer)
        assert percentages(in_words(rows)) <= shares and len(
            chart(rows)["layer"][0]["data"]["values"]
        ) == 2 * len(rows)
        for row in [
            *(
                count
                for part in contents([answer], date(2026, 1, 1)).parts
                for count in part.counts
            ),
            *(tuple(_row(tally).values()) for tally in answer.tallies),
        ]:
            assert not percentages(" ".join(row[1:])) or row[0].replace("\\", "") not in {
                tally.words for tally in bare
            }
    for kind_of_file, text in each_format([answer]).items():
        assert percentages(text) <= shares | quoted, kind_of_file


def test_a_table_of_cases_has_no_column_for_a_share():
    assert not {"share", "interval"} & set(COLUMNS)


def test_the_overturned_ones_stand_beside_the_share_of_all(assistant):
    answer = assistant.ask("Which MRIs were overturned?")
    first, base = answer.tallies[0], answer.tallies[-2]
    assert (
        first.n == first.overturned == base.overturned < base.n
        and first.share is None
        and base.share == base.overturned / base.n
    )
    assert (
        f"{first.n} disputed items: MRI, overturned" in answer.markdown
        and f"{100 * base.share:.0f} % overturned" in answer.markdown
    )
    assert [row.name for row in rows_of(answer)[1]] == ["MRI", "all disputed items"]
