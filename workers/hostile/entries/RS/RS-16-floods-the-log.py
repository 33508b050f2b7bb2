# id: RS-16
# attack: writes to the system's log
# runs: python
# expect: judged
# layer: cell (no socket, no /dev/log)
import syslog

from support import refused


def act(x):
    for _ in range(100):
        syslog.syslog("hostile")
    refused("the log's socket", lambda: open("/dev/log"))
    refused("the kernel's log", lambda: open("/dev/kmsg", "w"))
