"""A business register on this machine, for tests that go through a whole view."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

ID = "0112038-9"
RECORDED = Path(__file__).parent.parent / "data" / "prh-v3-example.json"


@contextmanager
def register_server(*, status=200, **changes):
    """Serve the recorded company, changed as told; yields the address."""
    answer = json.loads(RECORDED.read_text())
    answer["companies"][0] |= changes

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = parse_qs(urlsplit(self.path).query)["businessId"]
            self.send_response(status)
            self.end_headers()
            known = answer if asked == [ID] else {"companies": []}
            self.wfile.write(json.dumps(known).encode())

        def log_message(self, *args):
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
