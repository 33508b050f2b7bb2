/* Fork into a namespace that was just made, and pass the child's end on. */
#include "waiter.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell.h"

int complain(const char *program, int step) {
  fprintf(stderr, "%s: %s failed: %s\n", program, cell_step_name(step), strerror(errno));
  return CANNOT_JAIL;
}

pid_t fork_bound_to_parent(void) {
  const pid_t child = fork();
  if (child == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) _exit(CANNOT_JAIL);
  return child;
}

int wait_for(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return CANNOT_JAIL;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void wait_for_end_or_hangup(pid_t child, int channel) {
  const int ended = (int)syscall(SYS_pidfd_open, child, 0);
  struct pollfd either[] = {{ended, POLLIN, 0}, {channel, 0, 0}}; /* a hang-up is reported without being asked for */
  if (ended >= 0)
    while (poll(either, 2, -1) < 0 && errno == EINTR) continue;
  kill(child, SIGKILL); /* not yet reaped, so the number is still its own */
  if (ended >= 0) close(ended);
}
