"""Who is let in: real requests to the running program, none of which a browser would send for our own page."""

import base64
import http.client
import os
import socket

import pytest
from served import serving

pytestmark = pytest.mark.browser
FOREIGN_HOSTS = ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1:1", "localhost",
                 "127.0.0.1", "[::1]:1", "0.0.0.0:{port}", "127.0.0.1:{port}@evil.example", ""]  # fmt: skip
FOREIGN_ORIGINS = ["http://evil.example", "https://127.0.0.1:{port}", "null", "http://127.0.0.1:1", "http://localhost:{port}",
                   "http://127.0.0.1:{port}.evil.example", "http://127.0.0.1", "file://", "http://evil.example:{port}",
                   "http://127.0.0.1:{port}/"]  # fmt: skip
TRAVERSALS = ["/../run.py", "/static/../../../../../../etc/passwd", "/static/public/%2e%2e/%2e%2e/etc/passwd",
              "/_solara/cdn/..%2f..%2f..%2fetc%2fpasswd", "/jupyter/nbextensions/../../../../etc/passwd",
              "/static/assets/....//....//etc/passwd", "/static/public/..%5c..%5crun.py", "/etc/passwd",
              "/scenarios/baseline.yaml", "/sim/view/page.py", "/static/public/../page.py", "/resourcez",
              "//etc/passwd", "/_solara/api/evict/x", "/static/%00/../page.py"]  # fmt: skip
SECRETS = (b"root:", b"extends", b"def Page", b"months: 120", b"import argparse")


@pytest.fixture(scope="module")
def program():
    with serving("view", "scenarios/baseline.yaml", "--scale", "1:100", "--port", "0") as started:
        yield started
        assert [line for line in started.said if "Traceback" in line] == []


def asked(program, path="/", method="GET", **headers):
    """Send a request as it stands and give status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value.format(port=program.port))
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def handshake(program, host, origin):
    """Ask for the websocket of a new kernel and give the first line of the answer."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = ["GET /jupyter/api/kernels/abc/channels?session_id=x HTTP/1.1", f"Host: {host}", "Upgrade: websocket",
             "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]  # fmt: skip
    lines += [f"Origin: {origin}"] if origin is not None else []
    with socket.create_connection(("127.0.0.1", program.port), timeout=10) as connection:
        connection.sendall(("\r\n".join(lines).format(port=program.port) + "\r\n\r\n").encode())
        return connection.recv(4096).split(b"\r\n")[0].decode()


def test_the_page_itself_is_let_in(program):
    own = f"127.0.0.1:{program.port}"
    status, body = asked(program, Host=own)
    assert status == 200 and b"solara" in body
    assert "101" in handshake(program, own, f"http://{own}")


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_host_is_refused(program, host):
    status, body = asked(program, Host=host)
    assert status in (400, 403) and b"solara" not in body
    assert "403" in handshake(program, host, "http://127.0.0.1:{port}") or host == ""


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_foreign_origin_is_refused(program, origin):
    own = "127.0.0.1:{port}"
    status, body = asked(program, Host=own, Origin=origin)
    assert status == 403 and b"solara" not in body
    assert "403" in handshake(program, own, origin)


def test_a_websocket_without_an_origin_and_a_post_without_one_are_refused(program):
    assert "403" in handshake(program, "127.0.0.1:{port}", None)
    assert asked(program, "/_solara/api/close/abc?session_id=x", "POST", Host="127.0.0.1:{port}")[0] == 403


@pytest.mark.parametrize("path", TRAVERSALS)
def test_a_path_out_of_the_page_gives_nothing(program, path):
    status, body = asked(program, path, Host="127.0.0.1:{port}")
    assert status in (400, 404) and not any(secret in body for secret in SECRETS)
