"""What an attack would love to reach: services on this host, which must never see a connection."""

from __future__ import annotations

import secrets
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self


class HostServices:
    """A loopback TCP listener, an abstract and a path unix socket. Close it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gradecheck-hostile-")
        Path(self._folder.name).chmod(0o755)
        self.addresses = {
            "tcp": 0,
            "abstract": f"gradecheck-hostile-{secrets.token_hex(8)}",
            "path": str(Path(self._folder.name) / "service"),
        }
        self._seen: list[str] = []
        tcp, abstract, path = socket.socket(), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        tcp.bind(("127.0.0.1", 0))
        self.addresses["tcp"] = tcp.getsockname()[1]
        abstract.bind("\0" + self.addresses["abstract"])
        path.bind(self.addresses["path"])
        Path(self.addresses["path"]).chmod(0o777)
        self._sockets = {"tcp": tcp, "abstract": abstract, "path": path}
        for name, one in self._sockets.items():
            one.listen(16)
            threading.Thread(target=self._accept, args=(name, one), name=f"host-{name}", daemon=True).start()

    def _accept(self, name: str, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # closed
            connection.close()
            self._seen.append(name)

    def seen(self) -> list[str]:
        """Which services were connected to since the last call."""
        seen, self._seen = self._seen, []
        return seen

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._sockets.values():
            one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._folder.cleanup()
