#ifndef GRADECHECK_WAITER_H
#define GRADECHECK_WAITER_H

#include <sys/types.h>

enum { BAD_USAGE = 64, CANNOT_JAIL = 70, CANNOT_EXEC = 71 };

/* Prints which step failed and why; returns the exit status for it. */
int complain(const char *program, int step);
/* The child dies when this process does. */
pid_t fork_bound_to_parent(void);
/* The exit status of an ended child, or 128 + its signal. */
int wait_for(pid_t child);
/* Returns when the child has ended, or has been killed because the other end of `channel` is closed. */
void wait_for_end_or_hangup(pid_t child, int channel);

#endif
