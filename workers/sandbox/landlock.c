/* Landlock stands behind the mount table: even if a path came to be reachable, only these may be read, and only /box
 * written. Kernels without it lose this second lock, not the first. */
#include "cell.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Own numbers instead of <linux/landlock.h>: distributions ship headers older than the kernel they run. */
enum {
  EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, REMOVE_DIR = 1 << 4,
  REMOVE_FILE = 1 << 5, MAKE_DIR = 1 << 7, MAKE_REG = 1 << 8, REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL_DEV = 1 << 15,
  OLDEST = (1 << 13) - 1,
};
enum { NET_BIND_AND_CONNECT_TCP = 3, SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3 };
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, VERSION_FLAG = 1, PATH_BENEATH = 1 };

struct ruleset { uint64_t files, net, scoped; };
struct path_rule { uint64_t allowed; int32_t fd; } __attribute__((packed));

int cell_landlock_version(void) {
  long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
  return version < 0 ? 0 : (int)version;
}

static int allow(int ruleset, const char *path, uint64_t rights) {
  struct path_rule rule = {rights, open(path, O_PATH | O_CLOEXEC)};
  if (rule.fd < 0) return errno == ENOENT ? 0 : -1; /* not in this root: nothing to grant */
  int failed = syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) != 0;
  close(rule.fd);
  return failed ? -1 : 0;
}

static int allow_all(int ruleset, const struct cell_plan *plan, uint64_t handled) {
  const uint64_t look = READ_FILE | READ_DIR | (plan->profile == CELL_EXECED ? EXECUTE : 0);
  const uint64_t box = handled & (READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | MAKE_REG | MAKE_DIR | REMOVE_FILE |
                                  REMOVE_DIR | REFER);
  static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/urandom", NULL};
  for (const char *const *path = plan->readable; path && *path; path++)
    if (allow(ruleset, *path, look)) return -1;
  for (const char *const *path = devices; *path; path++)
    if (allow(ruleset, *path, READ_FILE | WRITE_FILE)) return -1;
  for (const char *const *path = plan->nodes; path && *path; path++)
    if (allow(ruleset, *path, handled & (READ_FILE | WRITE_FILE | IOCTL_DEV))) return -1;
  return allow(ruleset, "/box", box);
}

int cell_landlock(const struct cell_plan *plan) {
  const int version = cell_landlock_version();
  if (version < 1) return errno = ENOSYS, -CELL_E_LANDLOCK;
  struct ruleset rules = {OLDEST, NET_BIND_AND_CONNECT_TCP, SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS};
  if (version >= 2) rules.files |= REFER;
  if (version >= 3) rules.files |= TRUNCATE;
  if (version >= 5) rules.files |= IOCTL_DEV;
  /* An older kernel refuses a structure with fields it does not know. */
  const size_t size = version >= 6   ? sizeof rules
                      : version >= 4 ? offsetof(struct ruleset, scoped)
                                     : sizeof rules.files;
  const int ruleset = (int)syscall(CREATE_RULESET, &rules, size, 0);
  if (ruleset < 0) return -CELL_E_LANDLOCK;
  const int failed = allow_all(ruleset, plan, rules.files) || syscall(RESTRICT_SELF, ruleset, 0);
  close(ruleset);
  return failed ? -CELL_E_LANDLOCK : 0;
}
