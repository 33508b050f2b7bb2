/* One step outside the zygote: a pid namespace whose first process the zygote will be, so that its death, however it
 * comes, is the death of all its cells. For an ordinary user also the user namespace that lets him make the others. */
#include "cell.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int write_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t written = write(fd, text, strlen(text));
  close(fd);
  return written == (ssize_t)strlen(text) ? 0 : -1;
}

/* Inside, this user is root: over the namespaces made here and his own files, over nothing else. */
static int map_to_root(uid_t uid, gid_t gid) {
  char line[64];
  if (write_file("/proc/self/setgroups", "deny")) return -1;
  snprintf(line, sizeof line, "0 %u 1\n", (unsigned)uid);
  if (write_file("/proc/self/uid_map", line)) return -1;
  snprintf(line, sizeof line, "0 %u 1\n", (unsigned)gid);
  return write_file("/proc/self/gid_map", line);
}

int cell_outer(int own_user) {
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  if (own_user) {
    if (unshare(CLONE_NEWUSER)) return -CELL_E_OUTER_USER;
    if (map_to_root(uid, gid)) return -CELL_E_OUTER_MAP;
  }
  return unshare(CLONE_NEWPID) ? -CELL_E_OUTER_PID : 0;
}
