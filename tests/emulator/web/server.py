"""The HTTP server: HTTP/1.1 with connections kept alive, and each answer in one write."""

from __future__ import annotations

import socket
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.emulator.web.faults import Broken
from tests.emulator.web.messages import Request
from tests.emulator.web.service import Service


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the service, writes the answer at once."""

    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        """Send small answers without waiting for more."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def answer(self) -> None:
        """Any method."""
        request = Request.of_target(self.command, self.path, dict(self.headers.items()), self._body())
        broken = self.server.service.handle(request)
        if broken.seconds:
            time.sleep(broken.seconds)
        if broken.dropped:
            self._hang_up()
            return
        self._write(broken)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the names that http.server looks for

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunks()
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunks(self) -> bytes:
        found = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            found += self.rfile.read(size)
            self.rfile.readline()
            if not size:
                return found

    def _write(self, broken: Broken) -> None:
        response = broken.response
        phrase = HTTPStatus(response.status).phrase
        lines = [
            f"HTTP/1.1 {response.status} {phrase}",
            f"Content-Type: {response.content_type}",
            f"Content-Length: {len(response.body)}",
            f"Date: {self.date_time_string()}",
            "Cache-Control: private",
            "Vary: Origin, X-Origin, Referer",
            "X-Content-Type-Options: nosniff",
            *(f"{name}: {value}" for name, value in response.headers.items()),
        ]
        body = response.body[: len(response.body) // 2] if broken.cut else response.body
        self.wfile.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        if broken.cut:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that http.server gives it
        """Print nothing; the journal tells what was asked."""


class Server(ThreadingHTTPServer):
    """A server on loopback."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, service: Service, port: int = 0) -> None:
        self.service = service
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self) -> None:
        """Bind without asking for the machine's name, which may be slow."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is no error of ours."""
