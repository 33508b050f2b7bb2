/* The last lock: a list of calls that succeed, a list that kills, and everything else fails with EPERM.
 * Classic BPF over (architecture, number, arguments); arguments behind pointers cannot be seen, so calls that hide
 * their flags there (clone3) do not exist in a cell. */
#include "cell.h"
#include "seccomp_tables.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "Gradecheck has call tables for x86_64 and aarch64 only: check seccomp_tables.h against this architecture first."
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FIELD(name) ((uint32_t)offsetof(struct seccomp_data, name))
/* Both architectures are little-endian: the low half comes first. */
#define ARGUMENT_LOW(n) (FIELD(args) + 8 * (n))
#define ARGUMENT_HIGH(n) (FIELD(args) + 8 * (n) + 4)
#define FAIL(error) (SECCOMP_RET_ERRNO | (error))

enum { INSTRUCTIONS_MAX = 700, F_DUPFD_CLOEXEC_NUMBER = 1030, PR_SET_VMA_NUMBER = 0x53564d41, CLONE3 = 435 };

struct program { struct sock_filter code[INSTRUCTIONS_MAX]; unsigned short length; };

static void emit(struct program *p, uint16_t code, uint8_t if_true, uint8_t if_false, uint32_t k) {
  if (p->length < INSTRUCTIONS_MAX) p->code[p->length] = (struct sock_filter){code, if_true, if_false, k};
  p->length++;
}

static void load(struct program *p, uint32_t offset) { emit(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, offset); }
static void give(struct program *p, uint32_t result) { emit(p, BPF_RET | BPF_K, 0, 0, result); }

/* "if the loaded word is `value`, the verdict is `result`" */
static void give_if(struct program *p, uint32_t value, uint32_t result) {
  emit(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
  give(p, result);
}

static void give_for_each(struct program *p, const int *calls, size_t count, uint32_t result) {
  for (size_t i = 0; i < count; i++) give_if(p, (uint32_t)calls[i], result);
}

/* Opens a block that is skipped unless the call is `number`; close_block says where it ends. */
static unsigned short open_block(struct program *p, int number) {
  emit(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, (uint32_t)number);
  return (unsigned short)(p->length - 1);
}

static void close_block(struct program *p, unsigned short start) {
  p->code[start].jf = (uint8_t)(p->length - start - 1);
}

/* `number` is allowed when its argument `n` is one of `values`, else `otherwise`. Ends every path. */
static void allow_if_argument(struct program *p, int number, int n, const uint32_t *values, size_t count,
                              uint32_t otherwise) {
  const unsigned short block = open_block(p, number);
  load(p, ARGUMENT_LOW(n));
  for (size_t i = 0; i < count; i++) give_if(p, values[i], SECCOMP_RET_ALLOW);
  give(p, otherwise);
  close_block(p, block);
}

static void check_architecture(struct program *p) {
  load(p, FIELD(arch));
  emit(p, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, THIS_ARCHITECTURE);
  give(p, SECCOMP_RET_KILL_PROCESS); /* a 32-bit gate: other numbers, other checks */
  load(p, FIELD(nr));
#ifdef __x86_64__
  emit(p, BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000); /* the x32 numbers */
  give(p, SECCOMP_RET_KILL_PROCESS);
#endif
}

/* Executable memory is allowed: oneDNN compiles its kernels. Without execve and new descriptors it leads nowhere new.
 * Shared mappings are not: no limit but a memory cgroup counts them, and one of the arena could change the answer after
 * it was given. */
static void allow_memory(struct program *p, uint32_t profile) {
  give_if(p, SYS_mprotect, SECCOMP_RET_ALLOW);
  /* The driver of a card maps its node, and always shared. The arena stays safe: it is sealed or the cell is dead. */
  if (profile == CELL_EXECED || profile == CELL_DEVICE) return give_if(p, SYS_mmap, SECCOMP_RET_ALLOW);
  const unsigned short block = open_block(p, SYS_mmap);
  load(p, ARGUMENT_LOW(3));
  emit(p, BPF_JMP | BPF_JSET | BPF_K, 0, 1, MAP_SHARED);
  give(p, FAIL(EPERM));
  give(p, SECCOMP_RET_ALLOW);
  close_block(p, block);
}

/* Threads as glibc makes them, by the exact flags; no process, no namespace. A namespace asked for is an attack. */
static void allow_threads(struct program *p) {
  enum {
    THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS |
             CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID
  };
  const uint32_t namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |
                              CLONE_NEWCGROUP;
  give_if(p, CLONE3, FAIL(ENOSYS)); /* glibc then falls back to clone */
  const unsigned short block = open_block(p, SYS_clone);
  load(p, ARGUMENT_LOW(0));
  emit(p, BPF_JMP | BPF_JSET | BPF_K, 0, 1, namespaces);
  give(p, SECCOMP_RET_KILL_PROCESS);
  give_if(p, THREAD, SECCOMP_RET_ALLOW);
  give(p, FAIL(EPERM));
  close_block(p, block);
}

/* Signals to itself only. A forked cell is process 1 of its namespace. */
static void allow_signals_to_self(struct program *p) {
  const uint32_t self[] = {1};
  allow_if_argument(p, SYS_kill, 0, self, COUNT(self), FAIL(EPERM));
  allow_if_argument(p, SYS_tgkill, 0, self, COUNT(self), FAIL(EPERM));
}

/* A driver's requests are its own, and the widest hole that is left: only what was opened before can be spoken to, and
 * nothing is opened any more, so that no second context can be made behind our back. */
static void only_the_open_device(struct program *p) {
  static const int openers[] = {
    SYS_openat,
#ifdef SYS_openat2
    SYS_openat2,
#endif
#ifdef SYS_open
    SYS_open,
#endif
  };
  give_if(p, SYS_ioctl, SECCOMP_RET_ALLOW);
  give_for_each(p, openers, COUNT(openers), FAIL(EPERM));
}

static void allow_by_argument(struct program *p) {
  const uint32_t names[] = {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA_NUMBER};
  /* No seals, no locks, no signal owners: the arena's seals are the judge's to set. */
  const uint32_t descriptor_work[] = {0 /* F_DUPFD */, 1, 2, 3, 4 /* F_SETFL */, F_DUPFD_CLOEXEC_NUMBER};
  const uint32_t itself[] = {0}; /* without capabilities a limit can only be lowered */
  const uint32_t terminal_free[] = {FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
  allow_if_argument(p, SYS_prctl, 0, names, COUNT(names), FAIL(EPERM));
  allow_if_argument(p, SYS_prlimit64, 0, itself, COUNT(itself), FAIL(EPERM));
  allow_if_argument(p, SYS_fcntl, 1, descriptor_work, COUNT(descriptor_work), FAIL(EPERM));
  allow_if_argument(p, SYS_ioctl, 1, terminal_free, COUNT(terminal_free), FAIL(ENOTTY)); /* "is it a terminal?" no */
}

static void refuse_sockets(struct program *p) {
  give_if(p, SYS_socket, FAIL(EACCES));
  give_if(p, SYS_socketpair, FAIL(EACCES));
}

static void build(struct program *p, uint32_t profile) {
  check_architecture(p);
  allow_memory(p, profile);
  if (profile == CELL_DEVICE) only_the_open_device(p); /* before the list of all: the first word counts */
  give_for_each(p, allowed, COUNT(allowed), SECCOMP_RET_ALLOW);
  if (profile == CELL_EXECED) give_for_each(p, allowed_to_execed, COUNT(allowed_to_execed), SECCOMP_RET_ALLOW);
  if (profile == CELL_EXECED) give_for_each(p, missing_to_execed, COUNT(missing_to_execed), FAIL(ENOSYS));
  give_for_each(p, deadly, COUNT(deadly), SECCOMP_RET_KILL_PROCESS);
  allow_threads(p);
  allow_signals_to_self(p);
  allow_by_argument(p);
  refuse_sockets(p);
  give(p, FAIL(EPERM));
}

static int install(const struct program *p, unsigned flags) {
  if (p->length > INSTRUCTIONS_MAX) return errno = E2BIG, -CELL_E_SECCOMP;
  const struct sock_fprog filter = {p->length, (struct sock_filter *)p->code};
  const long outcome = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
  if (outcome > 0) errno = ESRCH; /* the number of a thread that could not follow */
  return outcome ? -CELL_E_SECCOMP : 0;
}

int cell_seccomp(uint32_t profile) {
  struct program p = {.length = 0};
  build(&p, profile);
  return install(&p, profile == CELL_DEVICE ? SECCOMP_FILTER_FLAG_TSYNC : 0);
}

int cell_close_devices(void) { return cell_seccomp(CELL_DEVICE); }

/* A candidate may read its limits and not lower them: the kernel's kill for a CPU limit of its own making would look
 * like somebody else's doing, and be retried for ever at our cost. This is the last filter there will be. */
int cell_close_limits(void) {
  struct program p = {.length = 0};
  load(&p, FIELD(nr));
  give_if(&p, SYS_seccomp, FAIL(EPERM));
  const unsigned short block = open_block(&p, SYS_prlimit64);
  load(&p, ARGUMENT_LOW(2)); /* the new limit: none, in both halves of a null pointer */
  emit(&p, BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 0);
  load(&p, ARGUMENT_HIGH(2));
  emit(&p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
  give(&p, SECCOMP_RET_ALLOW);
  give(&p, FAIL(EPERM));
  close_block(&p, block);
  give(&p, SECCOMP_RET_ALLOW);
  return install(&p, 0);
}
