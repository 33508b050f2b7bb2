/* From root, or from root inside a user namespace, to nobody at all. */
#include "cell.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The bounding set first: dropping from it needs a capability which the uid change takes away. */
static int empty_bounding_set(void) {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) return -1;
  return 0;
}

static int no_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)) return -1;
  return syscall(SYS_capset, &header, none);
}

/* Raw calls: glibc's wrappers signal every thread to follow, and there is exactly one. */
static int become(uint32_t uid) {
  if (syscall(SYS_setgroups, 0, NULL)) return -1;
  if (syscall(SYS_setresgid, uid, uid, uid)) return -1;
  return syscall(SYS_setresuid, uid, uid, uid);
}

int cell_drop_privileges(const struct cell_plan *plan) {
  if (plan->layers & CELL_OWN_UID) {
    if ((plan->layers & CELL_NO_CAPS) && empty_bounding_set()) return -CELL_E_CAPS;
    if (become(plan->uid)) return -CELL_E_UID;
  } else if (plan->layers & CELL_USER_NS) {
    /* Nobody is mapped in it, so no uid of the host can be reached; its own full capability set goes next. */
    if (unshare(CLONE_NEWUSER)) return -CELL_E_USER_NS;
    if ((plan->layers & CELL_NO_CAPS) && empty_bounding_set()) return -CELL_E_CAPS;
  }
  if ((plan->layers & CELL_NO_CAPS) && no_capabilities()) return -CELL_E_CAPS;
  return 0;
}
