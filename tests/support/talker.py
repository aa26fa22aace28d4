"""A server of fixed lines, for answers that no decent server gives."""

from __future__ import annotations

import socketserver
import threading


class Talker:
    """A server that says fixed lines, one for each line it hears after the greeting."""

    def __init__(self, *lines: bytes) -> None:
        self.lines = lines
        self.port = 0
        self.heard: list[bytes] = []

    def __enter__(self) -> Talker:
        talker = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                for line in talker.lines:
                    self.wfile.write(line)
                    talker.heard.append(self.rfile.readline())

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
