"""An answer on the page: statements with numbered citations, under them the counts and the cited passages."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from assistant.answer import Answer, Citation
from assistant.wording import percent, period_in_words

# Marks become superscript-like tags; dollars and tildes are no markup in letters.
_MARK = re.compile(r"\[(\d+)\]")
_ESCAPED = str.maketrans({"$": r"\$", "~": r"\~", "#": r"\#"})


def stream_answer(answer: Answer) -> None:
    """Write an answer statement by statement, then what it rests on."""
    st.write_stream(_statements(answer))
    show_evidence(answer)


def show_answer(answer: Answer) -> None:
    """Write an answer at once."""
    st.markdown("".join(_parts(answer)))
    show_evidence(answer)


def _statements(answer: Answer) -> Iterator[str]:
    for part in _parts(answer):
        yield part
        time.sleep(0.02)  # lets the browser draw what has come


def _parts(answer: Answer) -> Iterator[str]:
    heading = None
    for statement in answer.statements:
        if statement.heading and statement.heading != heading:
            yield f"\n\n**{statement.heading}**\n\n"
        heading = statement.heading
        missing = [f"[{number}]" for number in statement.citations if f"[{number}]" not in statement.text]
        text = " ".join([statement.text, *missing]).translate(_ESCAPED)
        yield _MARK.sub(r":blue-badge[\1]", text) + "\n\n"
    for note in answer.notes:
        yield f"*{note.translate(_ESCAPED)}*\n\n"


def show_evidence(answer: Answer) -> None:
    """The counts as a table, and each cited passage with its place."""
    if answer.tallies:
        with st.expander(f"Counts: {answer.tallies[0].words}", icon=":material/bar_chart:"):
            st.table([_row(tally) for tally in answer.tallies])
            st.caption("Counted are disputed items of published decisions. The interval is the 95 % Wilson interval of the overturned share. Only denials that went to review are decided there.")
            st.dataframe([{"case": case, "item": item} for case, item in answer.tallies[0].items], hide_index=True)
    if answer.citations:
        with st.expander(f"Cited passages ({len(answer.citations)})", icon=":material/format_quote:"):
            for citation in answer.citations:
                _show_citation(citation)


def _row(tally) -> dict[str, str]:
    return {
        "Selection": tally.words,
        "Items": f"{tally.n:,}",
        "Upheld": f"{tally.upheld:,}",
        "Overturned": f"{tally.overturned:,} ({percent(tally.overturned_share)})" if tally.n else "0",
        "95 % interval": f"{percent(tally.interval[0])} to {percent(tally.interval[1])}",
        "Period": period_in_words(*tally.period).removeprefix("decided "),
    }


def _show_citation(citation: Citation) -> None:
    what = f"item {citation.item}, {citation.outcome}" if citation.item else "clinical summary"
    page = f", page {citation.page}" if citation.page else ""
    st.markdown(f":blue-badge[{citation.id}] **{citation.case}** ({what})")
    st.markdown("> " + citation.words.translate(_ESCAPED))
    st.caption(f"{Path(citation.file).name}{page}, characters {citation.start} to {citation.end}")
