"""A web server that says hello: the smallest app that a load balancer is content with."""

import os
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = 8080


class Hello(BaseHTTPRequestHandler):
    """Answers every path, to people and to the load balancer, which asks for `/`."""

    def do_GET(self) -> None:
        """Say hello, from which environment."""
        text = f"Hello from {os.environ.get('ENVIRONMENT', 'nowhere')}"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"{text}\n".encode())


def main() -> None:
    """Serve until ECS stops the task, which it does by SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = ThreadingHTTPServer(("", PORT), Hello)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
