/* cellexec [--bind FOLDER]… [--hide FOLDER]… -- PROGRAM ARGUMENTS…
 *
 * Runs a program in a cell of its own: all layers, but a filter that lets it start. For runtimes that cannot be forked
 * warm, and the baseline that warm cells are measured against. Standard input, output and error are the caller's. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
#include "waiter.h"

enum { LIST_MAX = 24 };
static const char *bound[LIST_MAX + 1] = {"/usr", "/etc/alternatives"};
static const char *hidden[LIST_MAX + 1];

static int add(const char **list, const char *path) {
  int used = 0;
  while (list[used]) used++;
  if (used == LIST_MAX || path[0] != '/') return -1;
  list[used] = path;
  return 0;
}

/* Index of the program in argv, or -1. */
static int parse(int argc, char **argv) {
  int at = 1;
  for (; at + 1 < argc && strcmp(argv[at], "--"); at += 2) {
    const char **list = !strcmp(argv[at], "--bind") ? bound : !strcmp(argv[at], "--hide") ? hidden : NULL;
    if (!list || add(list, argv[at + 1])) return -1;
  }
  return at + 1 < argc ? at + 1 : -1;
}

static void run(char **program, int as_root, uint32_t uid) {
  static char *const environment[] = {"PATH=/usr/bin", "LANG=C.UTF-8", "HOME=/box", "TMPDIR=/box", NULL};
  const struct cell_plan plan = {
    .layers = CELL_MOUNT | CELL_NET | CELL_IPC | CELL_UTS | CELL_CLOSE_FDS | CELL_LIMITS | CELL_NO_CAPS | CELL_SECCOMP |
              (as_root ? CELL_OWN_UID : CELL_USER_NS) | (cell_landlock_version() ? CELL_LANDLOCK : 0),
    .profile = CELL_EXECED,
    .uid = uid,
    .keep_fd = 2,
    .box_bytes = 16 << 20,
    .file_bytes = 64 << 20,
    .data_bytes = 4ull << 30,
    .cpu_seconds = 60,
    .threads = 64,
    .open_files = 128,
    .readable = bound,
  };
  const int failed = cell_enter(&plan);
  if (failed) _exit(complain("cellexec", failed));
  execve(program[0], program, environment);
  _exit(CANNOT_EXEC);
}

/* Process 1 of the outer namespace builds the root, then forks the cell as process 1 of an inner one. */
static int keep(char **program, int as_root, uint32_t uid) {
  const struct cell_root_plan root = {.bound = bound, .hidden = hidden};
  int failed;
  if ((failed = cell_root(&root)) || (failed = cell_arm_pid_namespace())) return complain("cellexec", failed);
  const pid_t cell = fork_bound_to_parent();
  if (cell == 0) run(program, as_root, uid);
  return cell < 0 ? complain("cellexec", -CELL_E_OUTER_PID) : wait_for(cell);
}

int main(int argc, char **argv) {
  const int program = parse(argc, argv), as_root = geteuid() == 0;
  const uint32_t uid = 1900000000u + (uint32_t)getpid(); /* unlike that of any cell that lives now */
  int failed;
  if (program < 0) return BAD_USAGE;
  if ((failed = cell_outer(!as_root))) return complain("cellexec", failed);
  const pid_t keeper = fork_bound_to_parent();
  if (keeper == 0) _exit(keep(argv + program, as_root, uid));
  return keeper < 0 ? complain("cellexec", -CELL_E_OUTER_PID) : wait_for(keeper);
}
