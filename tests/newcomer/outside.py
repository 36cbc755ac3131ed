"""What lies outside the machine: a mail server with sign-in over STARTTLS, and a service that waits for heartbeats."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.mail_server import write_certificate

ADDRESS = "127.0.0.77"
"""An address of this computer of its own, so that no port is taken from anybody."""


def office_certificate(folder: Path, *names: str) -> tuple[Path, str]:
    """Write a certificate that vouches for itself; return the file with its key, and it alone as text."""
    file = write_certificate(folder / "office.pem", *names)
    return file, file.read_text().split("-----BEGIN PRIVATE")[0]


class HeartbeatReceiver:
    """Takes pings over HTTPS and keeps the paths that were asked for; use as a context manager."""

    def __init__(self, certificate: Path):
        self.asked: list[str] = []
        asked = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"OK")

            def log_message(self, *_):
                """Say nothing."""

        self._server = ThreadingHTTPServer((ADDRESS, 443), Answer)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
