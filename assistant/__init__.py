"""From a question to a counted, cited answer, in the order of the rooms.

``question`` reads a question into the typed query (``query``); ``retrieval`` finds passages within
its selection; ``evidence`` collects what an answer may rest on; ``generation`` words it, by itself
or with a chat model of ``chat_models``; ``verification`` shows a statement only if the evidence
carries it; ``answer`` is what comes of it, and ``assistant`` ties all this together.

Beside them ``web`` is the page, ``commands`` the command line, ``export`` writes documents and
tables, ``history`` keeps conversations, ``presentation`` words queries for people.
"""

import index  # noqa: F401 - switches off telemetry before anything else is imported
