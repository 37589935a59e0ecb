"""An HTTP server on the loopback that stands in for all the servers of a PKI: the program under
test is told that it is its proxy, and asks it for http://anything.test/…"""
import contextlib
import http.server
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self, body):
        self.server.asked.append(self.path)
        page = self.server.pages.get(self.path)
        if page is None:
            self.send_error(404)
            return
        told = page(body) if callable(page) else page
        if told is None:  # hangs up
            self.close_connection = True
            return
        if isinstance(told, str):
            self.send_response(302)
            self.send_header("Location", told)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(told)

    def log_message(self, *_):
        pass


def slow(seconds, told=b""):
    def page(_):
        time.sleep(seconds)
        return told
    return page


def dead(_):
    return None


@contextlib.contextmanager
def serving(pages):
    """Yields (address of the proxy, list of URLs that were asked for)."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.pages, server.asked = pages, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server.asked
    finally:
        server.shutdown()
        server.server_close()
