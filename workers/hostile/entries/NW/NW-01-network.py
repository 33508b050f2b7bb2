# id: NW-01, NW-02, NW-03, NW-04, NW-05
# attack: sockets of every family, services of this very host, metadata addresses, names
# runs: python
# expect: judged
# layer: cell (seccomp; an empty network namespace and Landlock behind it)
# quick: yes
import socket

from support import HOST, Escaped, refused


def act(x):
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH"):
        if hasattr(socket, family):
            refused(family, lambda family=family: socket.socket(getattr(socket, family), socket.SOCK_DGRAM))
            refused(family, lambda family=family: socket.socket(getattr(socket, family), socket.SOCK_STREAM))
    refused("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
    refused("pair", socket.socketpair)
    refused("the host's service", lambda: socket.create_connection(("127.0.0.1", HOST["tcp"]), timeout=1))
    refused("metadata", lambda: socket.create_connection(("169.254.169.254", 80), timeout=1))
    refused("name", lambda: socket.gethostbyname("example.org"))
    for name in ("\0" + HOST["abstract"], HOST["path"]):
        try:
            with socket.socket(socket.AF_UNIX) as one:
                one.connect(name)
            raise Escaped(name)
        except OSError:
            pass
