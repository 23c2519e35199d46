"""The shop of bench/runtime behind Python's own threaded HTTP server: sessions, reset, step, close. One thread per connection.

The first line of standard input says how an episode begins; the first line of standard output says where the server listens.
"""

import io
import json
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

begin = json.loads(sys.stdin.readline())
# The module plays episodes from standard input when it is loaded: there are none.
sys.stdin = io.StringIO("")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "runtime"))
from reference import Player  # noqa: E402

players = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/reset":
            session = uuid.uuid4().hex
            players[session] = Player(begin)
            players[session].reset()
            answer = {"session": session}
        elif self.path == "/step":
            result = players[body["session"]].call(body["tool"], body["arguments"])
            answer = {"result": json.loads(result) if isinstance(result, str) else result}
        else:
            players.pop(body["session"], None)
            answer = {}
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"url": f"http://127.0.0.1:{server.server_address[1]}", "version": sys.version.split()[0]}), flush=True)
server.serve_forever()
