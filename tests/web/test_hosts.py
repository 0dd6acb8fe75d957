"""Which names the page's server answers to, over a real server: another site's name that is made to
lead here (DNS rebinding) reaches nothing.
"""

import base64
import http.client
import os

import pytest

from evals.serving import ROOT, serving


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("hosts") / "store") as served:
        yield int(served.url.rsplit(":", 1)[1])


def _answer(
    port: int, host: str, path: str, origin: str | None, upgrade: bool = False
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    if origin:
        connection.putheader("Origin", origin)
    if upgrade:
        key = base64.b64encode(os.urandom(16)).decode()
        for name, value in (
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", key),
        ):
            connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    status_and_body = response.status, b"" if response.status == 101 else response.read()
    connection.close()
    return status_and_body


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost."])
def test_the_page_is_connected_to_by_this_machines_names(port, name):
    host = f"{name}:{port}"
    assert _answer(port, host, "/", f"http://{host}")[0] == 200
    assert _answer(port, host, "/_stcore/stream", f"http://{host}", upgrade=True)[0] == 101


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example@localhost",
        "127.0.0.2",
        "[::2]",
        "",
    ],
)
@pytest.mark.parametrize("with_origin", [True, False])
def test_a_foreign_name_is_refused(port, name, with_origin):
    host = f"{name}:{port}"
    origin = f"http://{host}" if with_origin else None
    assert _answer(port, host, "/_stcore/stream", origin, upgrade=True)[0] == 403


def test_a_foreign_origin_is_refused_by_this_machines_name_too(port):
    assert (
        _answer(port, f"localhost:{port}", "/_stcore/stream", "http://evil.example", upgrade=True)[
            0
        ]
        == 403
    )


def test_without_a_connection_only_the_empty_page_is_given(port):
    """What of the page needs no connection is the same file for every store."""
    _, page = _answer(port, f"evil.example:{port}", "/", None)
    _, other = _answer(port, f"evil.example:{port}", "/anything?c=0", None)
    assert page == other and b"determination" not in page


def test_the_documents_say_how_another_name_is_let_in():
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert "server.allowedHosts" in text and "STREAMLIT_SERVER_ALLOWED_HOSTS" in text
