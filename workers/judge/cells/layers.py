"""The layers of a jail, by the numbers of workers/sandbox/cell.h."""

MOUNT, NET, IPC, UTS, CLOSE_FDS, LIMITS, OWN_UID, USER_NS, NO_CAPS, LANDLOCK, SECCOMP = (1 << bit for bit in range(11))
ALWAYS = MOUNT | NET | IPC | UTS | CLOSE_FDS | LIMITS | NO_CAPS | SECCOMP
# For the bench that prices the others. Nothing that serves may use it.
BARE = 0
