/* zygote-launch PROGRAM ARGUMENTS…
 *
 * Starts a zygote as the first process of an own pid namespace, with an empty environment and a session of its own, and
 * ends it when descriptor 3, the judge's control socket, is closed at the other end. Whatever happens to judge, launcher
 * or zygote, the kernel then ends every cell. */
#include <unistd.h>

#include "cell.h"
#include "waiter.h"

int main(int argc, char **argv) {
  static char *const nothing[] = {NULL};
  int failed;
  if (argc < 2) return BAD_USAGE;
  setsid(); /* a Ctrl-C at the terminal is for the judge to hear */
  if ((failed = cell_outer(geteuid() != 0))) return complain("zygote-launch", failed);
  const pid_t zygote = fork_bound_to_parent();
  if (zygote < 0) return complain("zygote-launch", -CELL_E_OUTER_PID);
  if (zygote == 0) {
    execve(argv[1], argv + 1, nothing);
    _exit(CANNOT_EXEC);
  }
  wait_for_end_or_hangup(zygote, 3);
  return wait_for(zygote);
}
