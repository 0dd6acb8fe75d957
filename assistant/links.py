"""A reading as a link, and a query as a command."""

import base64
import binascii
import json
import shlex
import zlib

from assistant.older_queries import any_reading
from assistant.query import LONGEST_QUERY, BadQuery, Query, object_in
from assistant.reading import Reading


def link_of(reading: Reading) -> str:
    """A reading as one url-safe word, from which `reading_of_link` makes it again."""
    text = json.dumps(reading.as_json(), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def reading_of_link(link: str) -> Reading:
    """The reading of a link, in today's form or an older one.

    Raises:
        BadQuery: the link is damaged, or holds no query.
        TooMuch: its query holds more than is answered.
    """
    try:
        unpack = zlib.decompressobj()
        packed = base64.b64decode(
            link.encode("ascii") + b"=" * (-len(link) % 4), altchars=b"-_", validate=True
        )
        text = unpack.decompress(packed, LONGEST_QUERY)
        if not unpack.eof:
            raise BadQuery("the link is cut off or too long")
        return any_reading(object_in(text.decode()))
    except (UnicodeError, binascii.Error, zlib.error) as error:
        raise BadQuery(f"the link is damaged: {error}") from error


def command_of(query: Query) -> str:
    """The shell command that asks the query again, quoted for a POSIX shell."""
    text = json.dumps(query.as_json(), ensure_ascii=False)
    return shlex.join(["python", "-m", "assistant", "ask", "--query", text])
