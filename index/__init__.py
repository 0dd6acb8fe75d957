"""From letters to records and passages: read, parse, describe, embed, keep.

The way of the data is the layout of this package::

    readers/      file            -> Letter (the text of each page)
    layouts/      RunningText     -> Determination (typed values, each with its place)
    extraction/   Determination   -> ItemFacets (what the items are about, by the field's terms)
    passages      Determination   -> Passage (pieces headed by a record line, cut by tokens)
    store/ingest  all of it, one letter after the other
    store/sqlite/ SQLite          <- rows, full text          every count comes from here
    store/chroma  Chroma          <- embedded passages        similarity comes from here

Importing the package switches off the telemetry of the libraries it uses.
"""

import os

# Set before chromadb, transformers or huggingface_hub are imported: they read these once.
for _name, _value in {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}.items():
    os.environ.setdefault(_name, _value)
