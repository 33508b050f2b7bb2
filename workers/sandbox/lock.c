/* lock.node: what a Node.js cell needs from the kernel and Node does not offer. Receiving a message with its descriptors,
 * sending the answer, and the second filter: a program that was started by execve needed files, threads and a loader; once
 * it is warm it needs none of them, and TensorFlow's own file kernels are within an answer's reach. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <node_api.h>

#include <errno.h>
#include <signal.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The lock knows x86_64 and aarch64 only."
#endif

enum { DESCRIPTORS_MAX = 4, INSTRUCTIONS_MAX = 160, AWAKE_MICROSECONDS = 300 };

/* Computing, the descriptors that are open already, and the event loop. No path is among the arguments of any of them. */
static const int still_allowed[] = {
  SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_lseek, SYS_close, SYS_fstat, SYS_dup3,
  SYS_recvmsg,
  SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, /* the compiler of JavaScript writes code */
  SYS_futex, SYS_sched_yield, SYS_sched_getaffinity, SYS_membarrier, SYS_rseq,
  SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall,
  SYS_getpid, SYS_gettid, SYS_getrusage, SYS_sysinfo, SYS_getrandom,
  SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_gettimeofday,
  SYS_epoll_ctl, SYS_epoll_pwait, SYS_ppoll,
  SYS_fcntl, SYS_tgkill, /* by argument: the first filter still looks at those */
  SYS_prlimit64, SYS_seccomp, /* until the question's limits are known */
  SYS_exit, SYS_exit_group,
#ifdef SYS_epoll_wait
  SYS_epoll_wait, SYS_poll,
#endif
};

struct program { struct sock_filter code[INSTRUCTIONS_MAX]; unsigned short length; };

static void emit(struct program *p, uint16_t code, uint8_t if_true, uint8_t if_false, uint32_t k) {
  p->code[p->length++] = (struct sock_filter){code, if_true, if_false, k};
}

static void load(struct program *p, size_t offset) { emit(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset); }
static void give(struct program *p, uint32_t result) { emit(p, BPF_RET | BPF_K, 0, 0, result); }
static void give_if(struct program *p, long call, uint32_t result) {
  emit(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)call);
  give(p, result);
}

/* On every thread of the process, or on none. 0, or -1 with errno. */
static int install(const struct program *p) {
  const struct sock_fprog filter = {p->length, (struct sock_filter *)p->code};
  const long outcome = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
  if (outcome > 0) errno = ESRCH; /* the number of a thread that could not follow */
  return outcome ? -1 : 0;
}

static int close_files_and_threads(void) {
  struct program p = {.length = 0};
  load(&p, offsetof(struct seccomp_data, arch));
  emit(&p, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, THIS_ARCHITECTURE);
  give(&p, SECCOMP_RET_KILL_PROCESS);
  load(&p, offsetof(struct seccomp_data, nr));
  for (size_t i = 0; i < sizeof still_allowed / sizeof *still_allowed; i++) give_if(&p, still_allowed[i], SECCOMP_RET_ALLOW);
  /* Private memory only: a shared mapping of the output could change it after the answer, and only a cgroup counts it. */
  emit(&p, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, SYS_mmap);
  load(&p, offsetof(struct seccomp_data, args[3])); /* the low half: little-endian */
  emit(&p, BPF_JMP | BPF_JSET | BPF_K, 1, 0, MAP_SHARED);
  give(&p, SECCOMP_RET_ALLOW);
  give(&p, SECCOMP_RET_ERRNO | EPERM);
  /* What the first filter kills for, it still kills for: of two verdicts the kernel takes the harder one. */
  give(&p, SECCOMP_RET_ERRNO | EPERM);
  return install(&p);
}

/* Nobody may lower a limit either: a kill for it would look like somebody else's doing, and be retried at our cost. */
static int close_limits(void) {
  struct program p = {.length = 0};
  load(&p, offsetof(struct seccomp_data, nr));
  give_if(&p, SYS_seccomp, SECCOMP_RET_ERRNO | EPERM);
  give_if(&p, SYS_prlimit64, SECCOMP_RET_ERRNO | EPERM);
  give(&p, SECCOMP_RET_ALLOW);
  return install(&p);
}

static napi_value fail(napi_env env, const char *what) {
  const int number = errno;
  napi_value code, text, error;
  napi_create_string_utf8(env, what, NAPI_AUTO_LENGTH, &code);
  napi_create_string_utf8(env, strerror(number), NAPI_AUTO_LENGTH, &text);
  napi_create_error(env, code, text, &error);
  napi_throw(env, error);
  return NULL;
}

/* lock() */
static napi_value lock(napi_env env, napi_callback_info info) {
  (void)info;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && errno != EPERM) return fail(env, "no_new_privs"); /* set already, in a cell */
  return close_files_and_threads() ? fail(env, "seccomp") : NULL;
}

static size_t arguments(napi_env env, napi_callback_info info, napi_value *values, size_t wanted) {
  size_t count = wanted;
  return napi_get_cb_info(env, info, &count, values, NULL, NULL) == napi_ok ? count : 0;
}

static napi_value array_of(napi_env env, const int *numbers, int count) {
  napi_value array, number;
  napi_create_array(env, &array);
  for (int i = 0; i < count; i++) {
    napi_create_int32(env, numbers[i], &number);
    napi_set_element(env, array, (uint32_t)i, number);
  }
  return array;
}

static int64_t microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

/* Sleeps for the message; while `awake_until` lies ahead it asks again and again instead. */
static ssize_t wait_for_message(int fd, struct msghdr *message, int64_t awake_until) {
  for (;;) {
    const int awake = awake_until > microseconds();
    const ssize_t got = recvmsg(fd, message, MSG_CMSG_CLOEXEC | (awake ? MSG_DONTWAIT : 0));
    if (got >= 0 || (errno != EINTR && !(awake && errno == EAGAIN))) return got;
  }
}

/* receive(fd, buffer, awake) -> {length, descriptors}; blocks; length 0 when the other end hung up. */
static napi_value receive(napi_env env, napi_callback_info info) {
  napi_value values[3], object, length;
  int32_t fd;
  bool awake;
  void *data;
  size_t room;
  if (arguments(env, info, values, 3) != 3 || napi_get_value_int32(env, values[0], &fd) != napi_ok ||
      napi_get_buffer_info(env, values[1], &data, &room) != napi_ok || napi_get_value_bool(env, values[2], &awake) != napi_ok)
    return errno = EINVAL, fail(env, "receive");

  union { char bytes[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))]; struct cmsghdr aligned; } control;
  struct iovec piece = {data, room};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  const ssize_t got = wait_for_message(fd, &message, awake ? microseconds() + AWAKE_MICROSECONDS : 0);
  if (got < 0) return fail(env, "recvmsg");
  if (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) return errno = EMSGSIZE, fail(env, "recvmsg");

  int received[DESCRIPTORS_MAX], count = 0;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const int here = (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int i = 0; i < here && count < DESCRIPTORS_MAX; i++)
      memcpy(&received[count++], CMSG_DATA(part) + (size_t)i * sizeof(int), sizeof(int));
  }
  napi_create_object(env, &object);
  napi_create_int64(env, got, &length);
  napi_set_named_property(env, object, "length", length);
  napi_set_named_property(env, object, "descriptors", array_of(env, received, count));
  return object;
}

/* send(fd, buffer): one message. write(2), because a cell may not call sendmsg. */
static napi_value send_message(napi_env env, napi_callback_info info) {
  napi_value values[2];
  int32_t fd;
  void *data;
  size_t size;
  if (arguments(env, info, values, 2) != 2 || napi_get_value_int32(env, values[0], &fd) != napi_ok ||
      napi_get_buffer_info(env, values[1], &data, &size) != napi_ok)
    return errno = EINVAL, fail(env, "send");
  return write(fd, data, size) < 0 ? fail(env, "write") : NULL;
}

/* size(fd): bytes of a memory file. Moves its position, which nobody uses. */
static napi_value size_of(napi_env env, napi_callback_info info) {
  napi_value values[1], result;
  int32_t fd;
  if (arguments(env, info, values, 1) != 1 || napi_get_value_int32(env, values[0], &fd) != napi_ok)
    return errno = EINVAL, fail(env, "size");
  const off_t end = lseek(fd, 0, SEEK_END);
  if (end < 0) return fail(env, "lseek");
  napi_create_int64(env, end, &result);
  return result;
}

/* The engine's way to report that it cannot have more memory is to end the process, which looks like any other crash from
 * outside. So the one who knows says it: a candidate may say it too, and gains a worse verdict by it. */
static size_t much_memory;
static int judge;

static void *reserve(size_t bytes) {
  return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

/* About how many bytes RLIMIT_DATA still grants, which no call tells. */
static size_t room_left(size_t most) {
  for (size_t bytes = most; bytes > 1 << 20; bytes -= bytes / 8) {
    void *there = reserve(bytes);
    if (there != MAP_FAILED) return munmap(there, bytes), bytes;
  }
  return 1 << 20;
}

static struct sigaction engines_own;

static void on_crash(int number, siginfo_t *about, void *context) {
  const char out_of_memory[] = "AThe answer used more memory than the question allows.";
  void *probe = reserve(much_memory);
  if (probe == MAP_FAILED) {
    if (write(judge, out_of_memory, sizeof out_of_memory - 1) < 0) _exit(70);
    _exit(128 + number);
  }
  munmap(probe, much_memory);
  /* WebAssembly finds its own bounds by a fault; for any other one the engine puts the default back, and it comes again. */
  if (number == SIGSEGV && (engines_own.sa_flags & SA_SIGINFO)) return engines_own.sa_sigaction(number, about, context);
  _exit(128 + number);
}

/* limit(fd, dataBytes, cpuSeconds): the question's limits, from now on; nobody here can raise them again. A crash with less
 * than a quarter of the memory left is told on `fd` as a lack of it. */
static napi_value limit(napi_env env, napi_callback_info info) {
  napi_value values[3];
  int64_t numbers[3];
  if (arguments(env, info, values, 3) != 3) return errno = EINVAL, fail(env, "limit");
  for (int i = 0; i < 3; i++)
    if (napi_get_value_int64(env, values[i], &numbers[i]) != napi_ok) return errno = EINVAL, fail(env, "limit");
  const struct rlimit data = {(rlim_t)numbers[1], (rlim_t)numbers[1]}, cpu = {(rlim_t)numbers[2], (rlim_t)numbers[2]};
  if (setrlimit(RLIMIT_DATA, &data) || setrlimit(RLIMIT_CPU, &cpu)) return fail(env, "setrlimit");
  judge = (int)numbers[0];
  much_memory = room_left((size_t)numbers[1]) / 4;
  const struct sigaction tell = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  if (sigaction(SIGABRT, &tell, NULL) || sigaction(SIGTRAP, &tell, NULL) || sigaction(SIGILL, &tell, NULL) ||
      sigaction(SIGBUS, &tell, NULL) || sigaction(SIGSEGV, &tell, &engines_own))
    return fail(env, "sigaction");
  return close_limits() ? fail(env, "seccomp") : NULL;
}

/* printTo(fd): standard output and error go there from now on. */
static napi_value print_to(napi_env env, napi_callback_info info) {
  napi_value values[1];
  int32_t fd;
  if (arguments(env, info, values, 1) != 1 || napi_get_value_int32(env, values[0], &fd) != napi_ok)
    return errno = EINVAL, fail(env, "printTo");
  return dup3(fd, 1, 0) < 0 || dup3(fd, 2, 0) < 0 ? fail(env, "dup3") : NULL;
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
    {"lock", NULL, lock, NULL, NULL, NULL, napi_enumerable, NULL},
    {"receive", NULL, receive, NULL, NULL, NULL, napi_enumerable, NULL},
    {"send", NULL, send_message, NULL, NULL, NULL, napi_enumerable, NULL},
    {"limit", NULL, limit, NULL, NULL, NULL, napi_enumerable, NULL},
    {"size", NULL, size_of, NULL, NULL, NULL, napi_enumerable, NULL},
    {"printTo", NULL, print_to, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
