"""An answer on the page: statements with numbered citations, the counts as a picture, and the cases
behind them.
"""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from assistant.answer import Answer, Statement
from assistant.assistant import Assistant
from assistant.evidence.tally import Tally, wilson
from assistant.presentation.fields import field_in_words
from assistant.presentation.glossary import explained
from assistant.presentation.phrases import percent, period_in_words
from assistant.web import citation_links as marks
from assistant.web.actions_view import show_actions
from assistant.web.cases_view import show_cases
from assistant.web.charts import (
    Row,
    bins_in_words,
    chart,
    draws_values,
    histogram,
    in_words,
    legend,
    rows_of,
)
from assistant.web.escape_markdown import markdown_of, statement_markdown
from assistant.web.lazy_section import folded


def _statement(statement: Statement, turn: int) -> str:
    """A statement in Markdown; its citations' marks open the quotes."""
    missing = [
        f"[{number}]" for number in statement.citations if f"[{number}]" not in statement.text
    ]
    return statement_markdown(" ".join([statement.text, *missing]), partial(marks.address, turn))


def show_answer(assistant: Assistant, answer: Answer, turn: int) -> None:
    """An answer by its parts, under the first the counts."""
    for number, (heading, statements) in enumerate(
        groupby(answer.statements, key=lambda statement: statement.heading)
    ):
        part = list(statements)
        if heading:
            st.header(markdown_of(heading), anchor=False)
        st.markdown("\n\n".join(_statement(statement, turn) for statement in part))
        if number == 0:
            _histogram(answer, turn)
            _counts(answer, turn)
    for note in answer.notes:
        st.caption(f":material/verified: {markdown_of(note)}")
    show_cases(assistant, answer, turn)
    show_actions(assistant, answer, turn)


def _counts(answer: Answer, turn: int) -> None:
    title, rows = rows_of(answer)
    if not rows:
        return
    with st.container(border=True):
        st.markdown(
            f"**{markdown_of(title)}**", help=explained("upheld", "overturned", "item", "interval")
        )
        st.html(legend())
        st.vega_lite_chart(
            spec=chart(rows, st.context.theme.type == "dark"),
            width="stretch",
            key=f"chart {turn}",
            alt=in_words(rows),
        )
        folded(
            "The same in figures",
            f"figures {turn} {answer.question}",
            partial(_figures, answer, rows),
        )


def _histogram(answer: Answer, turn: int) -> None:
    """How the numbers asked for are spread, as a picture."""
    spread = next((each for each in answer.spreads if each.bins), None)
    if spread is None:
        return
    with st.container(border=True):
        field = field_in_words(spread.field)
        st.markdown(f"**{markdown_of(field[0].upper() + field[1:])}**")
        st.vega_lite_chart(
            spec=histogram(spread, st.context.theme.type == "dark"),
            width="stretch",
            key=f"histogram {turn}",
            alt=bins_in_words(spread),
        )


def _figures(answer: Answer, rows: Sequence[Row]) -> None:
    if draws_values(answer):
        st.table([_value_row(row) for row in rows])
    st.table([_row(tally) for tally in answer.tallies])
    st.caption(
        "Counted are disputed items of published decisions. The interval is the 95 % Wilson "
        "interval of the overturned share. Only denials that went to review are decided there."
    )


def _row(tally: Tally) -> dict[str, str]:
    return {
        "Selection": markdown_of(tally.words),
        "Items": f"{tally.n:,}",
        "Upheld": f"{tally.upheld:,}",
        "Overturned": f"{tally.overturned:,}"
        if tally.share is None
        else f"{tally.overturned:,} ({percent(tally.share)})",
        "95 % interval": f"{percent(tally.interval[0])} to {percent(tally.interval[1])}"
        if tally.interval
        else "–",
        "Period": period_in_words(*tally.period).removeprefix("decided "),
    }


def _value_row(row: Row) -> dict[str, str]:
    low, high = wilson(row.overturned, row.n)
    return {
        "Value": markdown_of(row.name),
        "Items": f"{row.n:,}",
        "Upheld": f"{row.n - row.overturned:,}",
        "Overturned": f"{row.overturned:,} ({percent(row.overturned / row.n)})",
        "95 % interval": f"{percent(low)} to {percent(high)}",
    }
