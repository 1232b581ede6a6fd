"""The rule by which a request is let in, without a server."""

import pytest

from sim.view.security import names_of, refusal

NAMES = names_of("127.0.0.1", 8765)
OWN = "127.0.0.1:8765"


def request(path="/", method="GET", kind="http", **headers):
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "method": method, "path": path, "raw_path": path.encode(), "headers": pairs}
    return refusal(scope, NAMES)


def test_our_own_page_is_let_in_by_each_of_its_names():
    for name in ("127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST:8765"):
        assert request(host=name) == 0
        assert request("/jupyter/api/kernels/1/channels", kind="websocket", host=name, origin=f"http://{name}") == 0


@pytest.mark.parametrize("host", ["evil.example:8765", "127.0.0.1", "127.0.0.1:80", "", "localhost.evil.example:8765"])
def test_another_host_is_refused(host):
    assert request(host=host) == 403


def test_no_host_and_two_hosts_are_refused():
    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "headers": []}
    assert refusal(scope, NAMES) == 403
    assert refusal({**scope, "headers": [(b"host", OWN.encode())] * 2}, NAMES) == 403


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "https://127.0.0.1:8765", "http://localhost:8765"])
def test_another_origin_is_refused_even_one_that_is_a_name_of_ours_but_not_this_one(origin):
    assert request(host=OWN, origin=origin) == 403


def test_a_websocket_has_to_say_where_it_comes_from_and_so_has_whatever_changes_something():
    assert request("/jupyter/api/kernels/1/channels", kind="websocket", host=OWN) == 403
    assert request("/_solara/api/close/1", "POST", host=OWN) == 403


@pytest.mark.parametrize(
    "path", ["/static/../x", "/etc/passwd", "/static/%2e%2e/x", "/resourcez", "/static/..\\x", "/x"]
)
def test_a_path_that_the_page_does_not_ask_for_is_not_there(path):
    assert request(path, host=OWN) == 404


def test_another_address_to_listen_on_is_let_in_by_that_name_too():
    assert "192.168.1.7:8765" in names_of("192.168.1.7", 8765)
    assert "192.168.1.7:8765" not in NAMES
