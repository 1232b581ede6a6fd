"""Run the command line with all of the network but this machine cut off; say on stderr who asked for more.

python tests/view/alone.py view ...   (what stands behind run.py follows)
"""

import ipaddress
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
connect, lookup = socket.socket.connect, socket.getaddrinfo


def is_here(host):
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def connect_here(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
        print(f"WANTED {address}", file=sys.stderr, flush=True)
        raise OSError("the network is cut off")
    return connect(self, address)


def look_up_here(host, *more, **others):
    if not is_here(host):
        print(f"WANTED {host}", file=sys.stderr, flush=True)
        raise socket.gaierror("the network is cut off")
    return lookup(host, *more, **others)


if __name__ == "__main__":
    socket.socket.connect, socket.getaddrinfo = connect_here, look_up_here
    if sys.argv[1] == "--folder":
        from sim.view.serve import free_port, serve

        folder, *names = sys.argv[2:]
        serve(Path(folder), names, 1, 100, "nl", "127.0.0.1", free_port("127.0.0.1", 0))
    else:
        from sim.experiments.commands import main

        sys.exit(main(sys.argv[1:]))
