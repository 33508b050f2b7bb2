/* A cell: one freshly forked, single-threaded process that is about to run code nobody trusts.
 *
 * Plain system calls, no library. Every function returns 0, or a negative enum cell_step with errno set; a caller that
 * gets anything but 0 must end its process at once: half a jail is none. */
#ifndef GRADECHECK_CELL_H
#define GRADECHECK_CELL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdint.h>
#include <sys/types.h>

/* Read from Python by number, so the order is part of the interface: append only. */
enum cell_layer {
  CELL_MOUNT = 1 << 0,      /* own mount table, private small /box                                  */
  CELL_NET = 1 << 1,        /* own empty network namespace, else the zygote's empty one             */
  CELL_IPC = 1 << 2,
  CELL_UTS = 1 << 3,
  CELL_CLOSE_FDS = 1 << 4,
  CELL_LIMITS = 1 << 5,
  CELL_OWN_UID = 1 << 6,    /* needs root over a mapped uid range; excludes CELL_USER_NS            */
  CELL_USER_NS = 1 << 7,    /* an empty user namespace: the uid means nothing inside                */
  CELL_NO_CAPS = 1 << 8,
  CELL_LANDLOCK = 1 << 9,
  CELL_SECCOMP = 1 << 10,
};

enum cell_profile {
  CELL_FORKED = 0, /* forked from a warm zygote: never executes a file                              */
  CELL_EXECED = 1, /* a program is started in the cell: execve and what a loader needs are allowed  */
  CELL_DEVICE = 2, /* forked, with a device open already: its driver is spoken to, and no file opened any more */
};

/* Where it went wrong. The words for these are in steps.c. */
enum cell_step {
  CELL_E_UNSHARE = 1,
  CELL_E_BOX,
  CELL_E_CLOSE_FDS,
  CELL_E_LIMITS,
  CELL_E_USER_NS,
  CELL_E_UID,
  CELL_E_CAPS,
  CELL_E_DUMPABLE,
  CELL_E_PARENT_DEATH,
  CELL_E_NO_NEW_PRIVS,
  CELL_E_LANDLOCK,
  CELL_E_SECCOMP,
  CELL_E_ROOT_UNSHARE,
  CELL_E_ROOT_TMPFS,
  CELL_E_ROOT_BIND,
  CELL_E_ROOT_HIDE,
  CELL_E_ROOT_DEV,
  CELL_E_ROOT_FILES,
  CELL_E_ROOT_PIVOT,
  CELL_E_ROOT_READ_ONLY,
  CELL_E_OUTER_USER,
  CELL_E_OUTER_MAP,
  CELL_E_OUTER_PID,
};

struct cell_plan {
  uint32_t layers;           /* enum cell_layer, ored                                               */
  uint32_t profile;          /* enum cell_profile                                                   */
  uint32_t uid;              /* for CELL_OWN_UID; unique among living cells                         */
  int32_t keep_fd;           /* descriptors 0..keep_fd survive                                      */
  uint64_t box_bytes;        /* size of /box                                                        */
  uint64_t file_bytes;       /* RLIMIT_FSIZE: largest single file, output arenas included           */
  uint64_t data_bytes;       /* RLIMIT_DATA                                                         */
  uint32_t cpu_seconds;
  uint32_t threads;          /* RLIMIT_NPROC; counts per uid                                        */
  uint32_t open_files;
  uint32_t tells_box;        /* not 0: a hold on the size of /box is sent on keep_fd, which is a socket */
  const char *const *readable; /* NULL-terminated: what Landlock lets it read, beside /dev and /box */
  const char *const *nodes;    /* NULL, or NULL-terminated: the nodes of its device                 */
};

/* What the root of all cells of one zygote consists of. Lists are NULL-terminated absolute paths. They are mounted
 * from the shortest path to the longest, so an environment inside a hidden checkout is visible and the rest is not. */
struct cell_root_plan {
  const char *const *bound;  /* bound read-only at the same path                                    */
  const char *const *hidden; /* covered by nothing, where a bound folder would show them            */
  const char *const *nodes;  /* NULL, or device nodes beside the usual three                        */
};

int cell_root(const struct cell_root_plan *plan);
int cell_enter(const struct cell_plan *plan);

/* The filter of a cell with a device: after cell_enter without CELL_SECCOMP and after the device was opened, on every
 * thread that its driver has started meanwhile. */
int cell_close_devices(void);

/* After the limits of the question were set, and before the candidate's first byte is read: none may be set again. */
int cell_close_limits(void);

/* The next fork becomes process 1 of a new pid namespace; disarm takes the zygote's own one (a descriptor of
 * /proc/self/ns/pid) for the forks after it. */
int cell_arm_pid_namespace(void);
int cell_disarm_pid_namespace(int own_pid_namespace);

/* An own pid namespace for everything this process forks from now on, and when `own_user` an own user namespace around
 * it, in which an ordinary user is root over nothing but his own processes. */
int cell_outer(int own_user);

const char *cell_step_name(int step);
/* Highest Landlock interface of this kernel, 0 when there is none. */
int cell_landlock_version(void);

/* Steps of cell_enter that have a file of their own. */
int cell_set_limits(const struct cell_plan *plan);
int cell_drop_privileges(const struct cell_plan *plan);
int cell_landlock(const struct cell_plan *plan);
int cell_seccomp(uint32_t profile);

#endif
