"""From a question to a counted, cited answer.

The way of the data is the layout of this package::

    understand  question          -> Query (what is asked, of which selection)
    tally       Query             -> Tally (exact counts from the records, with an interval)
    retrieve    Query             -> passages (dense and word search, fused)
    evidence    both              -> Evidence: all that an answer may rest on
    write/      Evidence          -> statements, without a language model
    chat        Evidence          -> statements, worded by a chat model that the user names (models/)
    ground      statements        -> those that the evidence carries
    tell        both              -> the answer, statement by statement
    chain       all of it, in LangChain runnables
"""

import index  # noqa: F401 - switches off telemetry before anything else is imported
