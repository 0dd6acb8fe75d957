"""Queries and readings of every kind, for tests of what holds for all."""

from filter_strategies import filters
from hypothesis import strategies as st

from assistant.query import (
    AllPremise,
    ExistsPremise,
    Group,
    IntentName,
    MajorityPremise,
    NonePremise,
    OutcomePremise,
    PeriodPremise,
    Query,
    Refusal,
    Share,
    Statistic,
    Unit,
)
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.registry import groups

values = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
_several = st.lists(values, max_size=3, unique=True).map(tuple)
_fields = st.sampled_from(
    ["decided", "age", "days:received-decided", "amount:sessions:authorized", "specialty"]
)
_outcomes = st.sampled_from(Outcome)
_statistics = st.builds(
    Statistic,
    of=_fields,
    show=st.sampled_from(["median", "mean", "range", "distribution", "total"]),
)
_premises = st.one_of(
    _outcomes.map(lambda outcome: OutcomePremise(outcome=outcome)),
    _outcomes.map(lambda outcome: MajorityPremise(majority=outcome)),
    _outcomes.map(lambda outcome: AllPremise(all=outcome)),
    filters.map(lambda population: NonePremise(none=population)),
    filters.map(lambda population: ExistsPremise(exists=population)),
    st.sampled_from(["2016", "2016-07"]).map(lambda period: PeriodPremise(period=period)),
)
_compared = st.just(()) | st.lists(
    st.builds(Group, label=values, filter=st.none() | filters), min_size=2, max_size=3
).map(tuple)
#: What a query of some intents needs besides it.
_NEEDED = {
    IntentName.CASE: {"cases": st.lists(values, min_size=1, max_size=2, unique=True).map(tuple)},
    IntentName.SIMILAR: {"situation": values},
    IntentName.DEFINITION: {"term": values},
    IntentName.REFUSE: {"refusal": st.sampled_from(Refusal)},
    IntentName.STATISTIC: {"measure": _statistics},
}


def _of_intent(intent: IntentName) -> st.SearchStrategy[Query]:
    fields = {
        "unit": st.sampled_from(Unit),
        "filter": st.none() | filters,
        "outcome": st.none() | _outcomes,
        "compare": _compared,
        "group_by": st.none() | st.sampled_from(groups()),
        "measure": st.none() | _statistics | filters.map(lambda share: Share(share=share)),
        "top": st.none() | st.integers(1, 1_000),
        "cases": _several,
        "item": st.none() | st.integers(1, 9),
        "fact": st.none() | st.just("reasons") | _fields,
        "term": st.none() | values,
        "premise": st.none() | _premises,
        "situation": st.none() | values,
        "refusal": st.none() | st.sampled_from(Refusal),
        "unread": _several,
    }
    return st.builds(Query, intent=st.just(intent), **fields | _NEEDED.get(intent, {}))


queries = st.sampled_from(IntentName).flatmap(_of_intent)
readings = st.builds(
    Reading,
    question=st.text(max_size=60),
    query=queries,
    corrections=st.lists(st.tuples(values, values), max_size=2).map(tuple),
    modifiers=_several,
    context=_several,
    read_by=st.none() | values,
    other=st.none() | queries,
    other_by=st.none() | values,
)
