#!/usr/bin/env python3
"""Serves the index of this example on 127.0.0.1, on a free port, which is printed as the first line."""
import functools
import http.server
import pathlib

root = pathlib.Path(__file__).resolve().parent / "index"


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(root)))
print(server.server_port, flush=True)
server.serve_forever()
