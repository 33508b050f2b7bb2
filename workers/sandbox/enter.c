/* The order of steps is the security property: each one takes away a right that a later one no longer needs.
 * Namespaces need capabilities, the uid change needs them too, Landlock and seccomp need no_new_privs, and seccomp
 * comes last because it forbids nearly everything above. Only then may the caller wait for code. */
#include "cell.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int own_namespaces(uint32_t layers) {
  int flags = 0;
  if (layers & CELL_MOUNT) flags |= CLONE_NEWNS;
  if (layers & CELL_NET) flags |= CLONE_NEWNET;
  if (layers & CELL_IPC) flags |= CLONE_NEWIPC;
  if (layers & CELL_UTS) flags |= CLONE_NEWUTS;
  return flags && unshare(flags) ? -CELL_E_UNSHARE : 0;
}

/* The only place a cell may write to. Small, and with few inodes, because tmpfs is memory. */
static int private_box(const struct cell_plan *plan) {
  char options[96];
  if (!(plan->layers & CELL_MOUNT)) return 0;
  snprintf(options, sizeof options, "size=%llu,nr_inodes=1024,mode=1777", (unsigned long long)plan->box_bytes);
  if (mount("box", "/box", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)) return -CELL_E_BOX;
  return chdir("/box") ? -CELL_E_BOX : 0;
}

/* How large /box may be depends on the question, and that is known only when nobody in here has a right to set it any
 * more. So whoever is at the other end gets hold of it. A kernel without fspick sends none, and the size stays. */
static int hand_over_box(const struct cell_plan *plan) {
  union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = {0};
  struct iovec word = {"B", 1};
  struct msghdr message = {.msg_iov = &word, .msg_iovlen = 1};
  if (!(plan->layers & CELL_MOUNT) || !plan->tells_box) return 0;
  const int box = (int)syscall(SYS_fspick, AT_FDCWD, "/box", 1 /* FSPICK_CLOEXEC */);
  if (box >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *part = CMSG_FIRSTHDR(&message);
    *part = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
    memcpy(CMSG_DATA(part), &box, sizeof box);
  }
  const ssize_t sent = sendmsg(plan->keep_fd, &message, MSG_NOSIGNAL);
  if (box >= 0) close(box);
  return sent == 1 ? 0 : -CELL_E_BOX;
}

static int close_the_rest(const struct cell_plan *plan) {
  if (!(plan->layers & CELL_CLOSE_FDS)) return 0;
  return syscall(SYS_close_range, plan->keep_fd + 1, ~0U, 0) ? -CELL_E_CLOSE_FDS : 0;
}

int cell_enter(const struct cell_plan *plan) {
  int failed;

  if ((failed = own_namespaces(plan->layers))) return failed;
  if ((failed = private_box(plan))) return failed;
  if ((failed = hand_over_box(plan))) return failed;
  if ((failed = close_the_rest(plan))) return failed;
  if ((plan->layers & CELL_LIMITS) && (failed = cell_set_limits(plan))) return failed;
  if ((failed = cell_drop_privileges(plan))) return failed;

  /* A uid change resets both of these, so they come after it. Should the parent be gone already, its own pid namespace
   * has taken this process with it. */
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) return -CELL_E_DUMPABLE;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) return -CELL_E_PARENT_DEATH;

  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -CELL_E_NO_NEW_PRIVS;
  if ((plan->layers & CELL_LANDLOCK) && (failed = cell_landlock(plan))) return failed;
  if ((plan->layers & CELL_SECCOMP) && (failed = cell_seccomp(plan->profile))) return failed;
  return 0;
}

int cell_arm_pid_namespace(void) { return unshare(CLONE_NEWPID) ? -CELL_E_OUTER_PID : 0; }

int cell_disarm_pid_namespace(int own_pid_namespace) {
  return setns(own_pid_namespace, CLONE_NEWPID) ? -CELL_E_OUTER_PID : 0;
}
