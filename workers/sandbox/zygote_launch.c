/* zygote-launch PROGRAM ARGUMENTS…
 *
 * Starts a zygote as the first process of an own pid namespace, with an empty environment and a session of its own,
 * and ends it when descriptor 3, the judge's control socket, is closed at the other end. Whatever happens to judge,
 * launcher or zygote, the kernel then ends every cell. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
#include "waiter.h"

enum { CONTROL = 3 };

/* The zygote's own way to say that it gives up, so that the judge's report has the reason. */
static int give_up(const char *what) {
  char message[256];
  const int length = snprintf(message, sizeof message, "X%s failed: %s", what, strerror(errno));
  if (length > 0 && write(CONTROL, message, (size_t)length) < 0) return CANNOT_EXEC;
  return CANNOT_JAIL;
}

int main(int argc, char **argv) {
  static char *const nothing[] = {NULL};
  int failed;
  if (argc < 2) return BAD_USAGE;
  setsid(); /* a Ctrl-C at the terminal is for the judge to hear */
  if ((failed = cell_outer(geteuid() != 0))) return give_up(cell_step_name(failed));
  const pid_t zygote = fork_bound_to_parent();
  if (zygote < 0) return give_up("forking the zygote");
  if (zygote == 0) {
    execve(argv[1], argv + 1, nothing);
    _exit(give_up(argv[1]));
  }
  wait_for_end_or_hangup(zygote, CONTROL);
  return wait_for(zygote);
}
