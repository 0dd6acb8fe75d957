"""Queries of every kind, for tests of what holds for all."""

from hypothesis import strategies as st

from assistant.question.draft import Asked, Draft, lacking
from assistant.question.flat import Criterion, Facet, Selection
from index.determination import Outcome

_WORDS = {
    Facet.OUTCOME: ["upheld", "overturned"],
    Facet.REPEAT: ["yes", "no", "unknown"],
    Facet.RETROSPECTIVE: ["yes", "no"],
    Facet.PARTLY_AUTHORIZED: ["yes", "no"],
    Facet.YEAR: ["2016", "2014-2016", "2015-", "-2018"],
    Facet.AGE: ["44", "30-39", "-29", "70-"],
    Facet.MONTH: ["2016-12", "2017-01", "2016-07/2017-01", "2016-07/", "/2016-06"],
    Facet.POSITION: ["1", "12"],
    Facet.AMOUNT: ["sessions:13-", "units:60", "days:1-5"],
    Facet.LATERALITY: ["left", "right", "bilateral"],
    Facet.PROCEDURE: ["mri", "norco", "physical therapy"],
    Facet.REGION: ["sacrum", "knee"],
    Facet.SEX: ["male", "female"],
    Facet.MENTIONS: ["positional|position", "stem"],
    Facet.GUIDELINE: ["MTUS", "none", "other"],
    Facet.EITHER: ["subcategory:Opioids", "procedure:gabapentin", "category:Surgery"],
    Facet.PRIORITY: ["Standard", "Expedited"],
}
values = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
criteria = st.sampled_from(list(Facet)).flatmap(
    lambda facet: st.builds(
        Criterion,
        st.just(facet),
        st.lists(
            st.sampled_from(_WORDS[facet]) if facet in _WORDS else values,
            min_size=1,
            max_size=3,
            unique=True,
        ).map(tuple),
        st.booleans(),
    )
)
selections = st.lists(criteria, max_size=5).map(lambda each: Selection(tuple(each)))
queries = st.builds(
    Draft,
    question=st.text(max_size=60),
    asked=st.sampled_from(list(Asked)),
    selection=selections,
    cases=st.lists(values, max_size=2, unique=True).map(tuple),
    claimed=st.none() | st.sampled_from(list(Outcome)),
    unmatched=st.lists(values, max_size=3, unique=True).map(tuple),
    against=st.none() | selections,
    by=st.none() | st.sampled_from([Facet.YEAR, Facet.REGION, Facet.GUIDELINE]),
).filter(lambda query: lacking(query) is None)
