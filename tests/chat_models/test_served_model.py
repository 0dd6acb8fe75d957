"""A chat model behind an OpenAI-compatible server: streamed, with its tokens and the cost that it
reports.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from langchain_core.messages import HumanMessage

from assistant.chat_models.client import Request
from assistant.chat_models.registry import chat_model
from assistant.chat_models.usage import Usage


@pytest.fixture
def served():
    """A server that streams "Yes." and tells the given usage; gives the model behind it."""
    servers = []

    def make(usage):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                common = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
                chunks = [
                    {
                        **common,
                        "choices": [
                            {
                                "index": 0,
                                "delta": {"role": "assistant", "content": part},
                                "finish_reason": end,
                            }
                        ],
                    }
                    for part, end in (("Ye", None), ("s.", "stop"))
                ]
                chunks.append({**common, "choices": [], "usage": usage})
                for chunk in chunks:
                    self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.write(b"data: [DONE]\n\n")

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return chat_model("server:m", {"IMR_BASE_URL": f"http://127.0.0.1:{server.server_port}/v1"})

    yield make
    for server in servers:
        server.shutdown()


def asked(model, in_schema):
    request = Request(model, [HumanMessage("?")], threading.Event())
    if not in_schema:
        request._model = model
    return "".join(request), request.reported


@pytest.mark.parametrize("in_schema", [True, False])
def test_a_reported_cost_is_carried_and_weighs_more_than_a_configured_price(served, in_schema):
    tokens = {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}
    said, reported = asked(served({**tokens, "cost": 0.0003}), in_schema)
    assert said == "Yes." and (
        reported["input_tokens"],
        reported["output_tokens"],
        reported["cost"],
    ) == (10, 2, 0.0003)
    assert Usage().with_reply(reported, 1.0, (1.0, 1.0)).cost == 0.0003
    said, reported = asked(served(tokens), in_schema)
    assert (
        said == "Yes."
        and "cost" not in reported
        and Usage().with_reply(reported, 1.0, (1.0, 1.0)).cost == pytest.approx(12e-6)
    )


def test_a_cost_is_known_only_where_that_of_every_request_is():
    known, unknown = Usage().with_reply({"cost": 0.5}, 1.0, None), Usage().with_reply({}, 1.0, None)
    assert known.with_reply({"cost": 0.25}, 1.0, None).cost == 0.75
    assert (
        known.with_reply({}, 1.0, None).cost is None
        and unknown.with_reply({"cost": 0.5}, 1.0, None).cost is None
    )
    assert (
        known.plus(known).cost == 1.0
        and known.plus(unknown).cost is None
        and known.plus(Usage()).cost == 0.5
        and Usage().plus(known) == known
    )
