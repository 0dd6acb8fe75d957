"""A small OpenID Connect provider for tests, on this machine: whoever signs in says who they are by
a click.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT, SECRET = "imr-assistant", "kept between the two"
USERS = ("Alice", "Bob")


@contextmanager
def provider() -> Iterator[str]:
    """The provider's address while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    server.codes = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path, asked = (
            urlsplit(self.path).path,
            {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()},
        )
        here = f"http://127.0.0.1:{self.server.server_port}"
        if path == "/.well-known/openid-configuration":
            self._say(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "jwks_uri": f"{here}/jwks",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        elif path == "/jwks":
            numbers = self.server.key.public_key().public_numbers()
            self._say(
                {
                    "keys": [
                        {
                            "kty": "RSA",
                            "use": "sig",
                            "alg": "RS256",
                            "kid": "1",
                            "n": _number(numbers.n),
                            "e": _number(numbers.e),
                        }
                    ]
                }
            )
        elif path == "/authorize":
            self._choose(asked)
        else:
            self.send_error(404)

    def do_POST(self):
        given = {
            name: values[0]
            for name, values in parse_qs(
                self.rfile.read(int(self.headers["Content-Length"])).decode()
            ).items()
        }
        who = self.server.codes.pop(given.get("code"), None)
        if urlsplit(self.path).path != "/token" or who is None or not self._client_is_known(given):
            self.send_error(400)
            return
        user, nonce = who
        now = int(time.time())
        claims = {
            "iss": f"http://127.0.0.1:{self.server.server_port}",
            "aud": CLIENT,
            "sub": hashlib.sha256(user.encode()).hexdigest()[:16],
            "name": user,
            "email": f"{user.lower()}@example.org",
            "iat": now,
            "exp": now + 600,
            **({"nonce": nonce} if nonce else {}),
        }
        self._say(
            {
                "access_token": secrets.token_hex(),
                "token_type": "Bearer",
                "expires_in": 600,
                "id_token": self._signed(claims),
            }
        )

    def _choose(self, asked: dict[str, str]) -> None:
        """One link a user, back to the page that asked."""
        links = []
        for user in USERS:
            code = secrets.token_hex()
            self.server.codes[code] = (user, asked.get("nonce"))
            parameters = urlencode({"code": code, "state": asked["state"]})
            links.append(f'<a href="{asked["redirect_uri"]}?{parameters}">{user}</a>')
        self._send("text/html", " ".join(links).encode())

    def _client_is_known(self, given: dict[str, str]) -> bool:
        kind, _, credentials = self.headers.get("Authorization", "").partition(" ")
        basic = base64.b64decode(credentials).decode() if kind == "Basic" else ""
        return basic in (f"{CLIENT}:{SECRET}", f"{CLIENT}:{SECRET.replace(' ', '+')}") or (
            given.get("client_id"),
            given.get("client_secret"),
        ) == (CLIENT, SECRET)

    def _signed(self, claims: dict) -> str:
        head = {"alg": "RS256", "kid": "1", "typ": "JWT"}
        said = ".".join(_coded(json.dumps(part).encode()) for part in (head, claims))
        signature = self.server.key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{said}.{_coded(signature)}"

    def _say(self, values: dict) -> None:
        self._send("application/json", json.dumps(values).encode())

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _number(number: int) -> str:
    return _coded(number.to_bytes((number.bit_length() + 7) // 8, "big"))
