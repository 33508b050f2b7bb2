/* node-zygote.so, preloaded into Node.js: a zygote that waits in front of `main`.
 *
 * Node.js cannot be forked once it runs, because of its threads. Before `main` there is neither a thread nor a JavaScript
 * engine, but there can be TensorFlow: loading its library, half of the time in which a cell starts, needs no thread
 * either. So that is done here, once; each fork enters the jail, returns, and becomes an ordinary Node.js.
 *
 * Started by workers/runtimes/tfjs/runtime.py in the place of its own Python zygote, whose protocol it speaks
 * (workers/runtimes/_shared/zygote.py); the settings are in the environment, and gone from it in the cells. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell.h"

enum { CONTROL = 3, JOB = 3, LIVING_MAX = 1024, PASSED_MAX = 4, READABLE_MAX = 16 };

struct __attribute__((packed)) fork_request { char kind; uint32_t slot, layers, uid, warm; };
struct __attribute__((packed)) forked { char kind; uint32_t slot; };
struct __attribute__((packed)) ended { char kind; uint32_t slot; int32_t status; double user, system; uint64_t resident_kib; };

static const char *const settings[] = {"ZYGOTE_PLAN", "ZYGOTE_READABLE", "ZYGOTE_LIBRARY", "ZYGOTE_READY", "ZYGOTE_DESCRIPTORS", "LD_PRELOAD"};
static const char *readable[READABLE_MAX + 1];
static struct cell_plan plan = {.keep_fd = JOB, .tells_box = 1, .readable = readable};
static int own_pid_namespace, own_threads;

/* Cells that live. `watched[0]` is the judge; `watched[n]`, a pidfd, belongs to `living[n]`. */
static struct { pid_t pid; uint32_t slot; } living[LIVING_MAX];
static struct pollfd watched[LIVING_MAX];
static nfds_t watching;

static void say(int descriptor, char kind, const char *what, const char *why) {
  char message[512];
  const int length = snprintf(message, sizeof message, "%c%s: %s", kind, what, why);
  if (length > 0 && write(descriptor, message, (size_t)length) < 0) _exit(71);
}

static void give_up(const char *what, const char *why) {
  say(CONTROL, 'X', what, why);
  _exit(1);
}

static const char *setting(const char *name) {
  const char *value = getenv(name);
  if (!value) give_up(name, "is not set");
  return value;
}

static void read_settings(void) {
  unsigned long long box, file, data;
  if (sscanf(setting("ZYGOTE_PLAN"), "%u %llu %llu %llu %u %u %u", &plan.profile, &box, &file, &data, &plan.cpu_seconds,
             &plan.threads, &plan.open_files) != 7)
    give_up("ZYGOTE_PLAN", "cannot be read");
  plan.box_bytes = box, plan.file_bytes = file, plan.data_bytes = data;
  if (sscanf(setting("ZYGOTE_DESCRIPTORS"), "%d %d", &own_pid_namespace, &own_threads) != 2) give_up("ZYGOTE_DESCRIPTORS", "cannot be read");
  char *rest = strdup(setting("ZYGOTE_READABLE"));
  size_t used = 0;
  for (char *path = strtok(rest, "\n"); path; path = strtok(NULL, "\n")) {
    if (used == READABLE_MAX) give_up("ZYGOTE_READABLE", "is too long");
    readable[used++] = path;
  }
}

/* A second thread would make every fork a gamble. */
static void check_for_one_thread(void) {
  int entries = 0;
  if (lseek(own_threads, 0, SEEK_SET) < 0) give_up("counting threads", strerror(errno));
  DIR *folder = fdopendir(dup(own_threads));
  if (!folder) give_up("counting threads", strerror(errno));
  for (struct dirent *one; (one = readdir(folder));) entries += one->d_name[0] != '.';
  closedir(folder);
  if (entries != 1) give_up("the zygote", "has more than one thread; a fork would copy locks that nobody can release");
}

/* Its descriptors are in `passed`. Returns how many, or -1 when the judge has hung up. */
static int receive(struct fork_request *request, int passed[PASSED_MAX]) {
  union { char bytes[CMSG_SPACE(PASSED_MAX * sizeof(int))]; struct cmsghdr align; } control;
  struct iovec into = {request, sizeof *request};
  struct msghdr message = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  ssize_t got;
  do got = recvmsg(CONTROL, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got == 0) return -1;
  if (got != (ssize_t)sizeof *request) give_up("a request", "has another length");
  const struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  if (!part || part->cmsg_type != SCM_RIGHTS) give_up("a request", "came without a socket");
  const int count = (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
  memcpy(passed, CMSG_DATA(part), (size_t)count * sizeof(int));
  return count;
}

static void tell_forked(uint32_t slot, int pidfd) {
  union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = {0};
  struct forked told = {'F', slot};
  struct iovec from = {&told, sizeof told};
  struct msghdr message = {.msg_iov = &from, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  *part = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
  memcpy(CMSG_DATA(part), &pidfd, sizeof pidfd);
  if (sendmsg(CONTROL, &message, MSG_NOSIGNAL) < 0) _exit(1);
}

static void fail_in_cell(const char *what, int number) {
  say(JOB, 'E', what, strerror(number));
  _exit(70);
}

/* In the child. It returns, and with it the constructor: what comes next is Node.js. */
static void become_cell(const struct fork_request *request, const int *passed, int count) {
  /* Itself and first of all: nothing it allocates is ever charged to the zygote. */
  for (int i = 1; i < count; i++)
    if (write(passed[i], "0", 1) != 1) fail_in_cell("joining a cgroup", errno);
  if (dup2(passed[0], JOB) < 0) _exit(70);
  const int nothing = open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor <= 2; descriptor++)
    if (nothing < 0 || dup2(nothing, descriptor) < 0) fail_in_cell("/dev/null", errno);
  signal(SIGINT, SIG_IGN);
  if (request->layers) {
    plan.layers = request->layers, plan.uid = request->uid;
    const int failed = cell_enter(&plan);
    if (failed) fail_in_cell(cell_step_name(failed), errno);
  } else {
    syscall(SYS_close_range, JOB + 1, ~0U, 0);
  }
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) unsetenv(settings[i]);
  setenv("CELL_REHEARSES", request->warm ? "1" : "0", 1);
}

/* True in the child. */
static int fork_cell(const struct fork_request *request, const int *passed, int count) {
  int failed;
  if (watching == LIVING_MAX) give_up("the zygote", "has too many cells");
  if (request->layers && (failed = cell_arm_pid_namespace())) give_up(cell_step_name(failed), strerror(errno));
  const pid_t pid = fork();
  if (pid == 0) {
    become_cell(request, passed, count);
    return 1;
  }
  if (pid < 0) give_up("fork", strerror(errno));
  if (request->layers && (failed = cell_disarm_pid_namespace(own_pid_namespace))) give_up(cell_step_name(failed), strerror(errno));
  /* Not reaped yet, so the number is certainly this child's. */
  const int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
  if (pidfd < 0) give_up("pidfd_open", strerror(errno));
  living[watching].pid = pid, living[watching].slot = request->slot;
  watched[watching++] = (struct pollfd){.fd = pidfd, .events = POLLIN};
  tell_forked(request->slot, pidfd);
  return 0;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

static void report_end(nfds_t which) {
  struct rusage usage;
  int status;
  if (wait4(living[which].pid, &status, 0, &usage) < 0) give_up("wait4", strerror(errno));
  const struct ended told = {'W', living[which].slot, status, seconds(usage.ru_utime), seconds(usage.ru_stime), (uint64_t)usage.ru_maxrss};
  if (send(CONTROL, &told, sizeof told, MSG_NOSIGNAL) < 0) _exit(1);
  close(watched[which].fd);
  watched[which] = watched[--watching];
  living[which] = living[watching];
}

/* Returns in cells only. */
static void serve(void) {
  watched[watching++] = (struct pollfd){.fd = CONTROL, .events = POLLIN};
  for (;;) {
    if (poll(watched, watching, -1) < 0) {
      if (errno == EINTR) continue;
      give_up("poll", strerror(errno));
    }
    for (nfds_t i = watching; --i > 0;) /* from the end: an entry that goes is replaced by one that was looked at */
      if (watched[i].revents) report_end(i);
    if (!watched[0].revents) continue;
    struct fork_request request;
    int passed[PASSED_MAX];
    const int count = receive(&request, passed);
    if (count < 0) _exit(0);
    if (count == 0) give_up("a request", "came without a socket");
    check_for_one_thread();
    if (fork_cell(&request, passed, count)) return;
    for (int i = 0; i < count; i++) close(passed[i]);
  }
}

/* What TensorFlow works out once per process at its first operation, without a thread: here for all cells. Where a version
 * has no such name, its cells do the work. */
static void settle_first_operation(void *library) {
  void (*register_compilation_kernels)(void) = dlsym(library, "_ZN10tensorflow13XlaOpRegistry26RegisterCompilationKernelsEv");
  void *(*new_status)(void) = dlsym(library, "TF_NewStatus"); /* TF_…: TensorFlow's C interface */
  void *(*kernels_for)(const char *, void *) = dlsym(library, "TF_GetRegisteredKernelsForOp");
  if (register_compilation_kernels) register_compilation_kernels();
  if (new_status && kernels_for) kernels_for("Transpose", new_status()); /* sorts out all kernels */
}

__attribute__((constructor)) static void wait_before_main(void) {
  if (!getenv("ZYGOTE_PLAN")) return;
  read_settings();
  void *library = dlopen(setting("ZYGOTE_LIBRARY"), RTLD_LAZY | RTLD_LOCAL);
  if (!library) give_up("loading TensorFlow", dlerror());
  settle_first_operation(library);
  check_for_one_thread();
  const char *ready = setting("ZYGOTE_READY");
  if (send(CONTROL, ready, strlen(ready), MSG_NOSIGNAL) < 0) _exit(1);
  serve();
}
