/* Which step failed, in words for the log and for `doctor`. */
#include "cell.h"

#include <stddef.h>

static const char *const names[] = {
  [CELL_E_UNSHARE] = "the cell's namespaces",
  [CELL_E_BOX] = "the cell's writable folder",
  [CELL_E_CLOSE_FDS] = "closing descriptors",
  [CELL_E_LIMITS] = "resource limits",
  [CELL_E_USER_NS] = "the cell's empty user namespace",
  [CELL_E_UID] = "the cell's own uid",
  [CELL_E_CAPS] = "dropping capabilities",
  [CELL_E_DUMPABLE] = "forbidding dumps",
  [CELL_E_PARENT_DEATH] = "dying with the zygote",
  [CELL_E_NO_NEW_PRIVS] = "no_new_privs",
  [CELL_E_LANDLOCK] = "Landlock",
  [CELL_E_SECCOMP] = "the seccomp filter",
  [CELL_E_ROOT_UNSHARE] = "the zygote's namespaces",
  [CELL_E_ROOT_TMPFS] = "mounting the new root",
  [CELL_E_ROOT_BIND] = "binding a folder into the new root",
  [CELL_E_ROOT_HIDE] = "hiding the checkout",
  [CELL_E_ROOT_DEV] = "the three devices",
  [CELL_E_ROOT_FILES] = "links in the new root",
  [CELL_E_ROOT_PIVOT] = "changing to the new root",
  [CELL_E_ROOT_READ_ONLY] = "making the new root read-only",
  [CELL_E_OUTER_USER] = "an unprivileged user namespace",
  [CELL_E_OUTER_MAP] = "mapping the user in the user namespace",
  [CELL_E_OUTER_PID] = "a pid namespace",
};

const char *cell_step_name(int step) {
  const int positive = step < 0 ? -step : step;
  if ((size_t)positive >= sizeof names / sizeof *names || !names[positive]) return "an unknown step";
  return names[positive];
}
