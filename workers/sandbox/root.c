/* The file system that all cells of a zygote see: system libraries, the runtime's environment, three devices, the nodes of a card where its cells compute on one, and
 * nothing else. Built once per zygote, read-only for ever after; each cell adds its own /box. */
#include "cell.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
struct attributes { uint64_t set, clear, propagation, user_ns; };
enum { RDONLY = 1, NOSUID = 2, NODEV = 4, NOEXEC = 8 };

/* The new root is mounted over a folder that every system has, in this mount table only. */
static const char *const root = "/tmp";

static int restrict_mount(const char *path, uint64_t attributes, int recursive) {
  struct attributes wanted = {.set = attributes};
  return (int)syscall(SYS_mount_setattr, AT_FDCWD, path, recursive ? AT_RECURSIVE : 0, &wanted, sizeof wanted);
}

static int in_root(char *out, const char *path) {
  if (snprintf(out, PATH_MAX, "%s%s", root, path) < PATH_MAX) return 0;
  errno = ENAMETOOLONG;
  return -1;
}

/* Folders on the way have mode 0755 whatever the host's have: an environment below /root can be read, and of /root
 * nothing else is there. */
static int make_folders(const char *path, int with_last) {
  char part[PATH_MAX];
  if (in_root(part, path)) return -1;
  for (char *slash = part + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
    *slash = 0;
    if (mkdir(part, 0755) && errno != EEXIST) return -1;
    *slash = '/';
  }
  return with_last && mkdir(part, 0755) && errno != EEXIST ? -1 : 0;
}

static int is_folder(const char *path) {
  struct stat found;
  return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

/* Sources are opened before the new root covers anything, and mounted through these descriptors: the checkout may lie
 * below the very folder that the root is built on. */
struct part { const char *path; int tree; int covered; };

static int open_tree_of(const char *path) {
  return (int)syscall(SYS_open_tree, AT_FDCWD, path, 1 /* OPEN_TREE_CLONE */ | AT_RECURSIVE | O_CLOEXEC);
}

static int move_mount_to(int tree, const char *target) {
  return (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, target, 4 /* MOVE_MOUNT_F_EMPTY_PATH */);
}

static int attach(const struct part *part) {
  char target[PATH_MAX];
  if (make_folders(part->path, 1) || in_root(target, part->path)) return -CELL_E_ROOT_BIND;
  if (move_mount_to(part->tree, target)) return -CELL_E_ROOT_BIND;
  close(part->tree);
  return restrict_mount(target, RDONLY | NOSUID | NODEV, 1) ? -CELL_E_ROOT_BIND : 0;
}

static int cover(struct part *part) {
  char target[PATH_MAX];
  if (in_root(target, part->path)) return -CELL_E_ROOT_HIDE;
  if (!is_folder(target)) return 0; /* nothing shows it */
  part->covered = 1;
  return mount("hidden", target, "tmpfs", MS_NOSUID | MS_NODEV, "size=256k,mode=755") ? -CELL_E_ROOT_HIDE : 0;
}

/* A cover must take mount points for what lies inside it, so it is closed when everything is in place. */
static int close_cover(const struct part *part) {
  char target[PATH_MAX];
  if (!part->covered) return 0;
  if (in_root(target, part->path)) return -CELL_E_ROOT_HIDE;
  return restrict_mount(target, RDONLY, 0) ? -CELL_E_ROOT_HIDE : 0;
}

static int shorter_first(const void *a, const void *b) {
  const struct part *left = a, *right = b;
  const size_t l = strlen(left->path), r = strlen(right->path);
  if (l != r) return l < r ? -1 : 1;
  return left->tree < right->tree ? -1 : left->tree > right->tree; /* same path: covered (-1), then bound */
}

enum { PARTS_MAX = 64 };

static int collect(const struct cell_root_plan *plan, struct part *parts) {
  int count = 0;
  for (const char *const *path = plan->bound; *path; path++) {
    if (!is_folder(*path)) continue;
    if (count == PARTS_MAX) return errno = E2BIG, -1;
    parts[count] = (struct part){*path, open_tree_of(*path), 0};
    if (parts[count++].tree < 0) return -1;
  }
  for (const char *const *path = plan->hidden; *path; path++) {
    if (count == PARTS_MAX) return errno = E2BIG, -1;
    parts[count++] = (struct part){*path, -1, 0};
  }
  qsort(parts, count, sizeof *parts, shorter_first);
  return count;
}

static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/urandom", NULL};
static const char *const no_nodes[] = {NULL};
enum { DEVICES_MAX = 16 };

/* The usual three, then the nodes of a card. How many, or -1. */
static int open_devices(const char *const *nodes, struct part *parts) {
  const char *const *const lists[] = {devices, nodes ? nodes : no_nodes};
  int count = 0;
  for (int list = 0; list < 2; list++)
    for (const char *const *path = lists[list]; *path; path++) {
      if (count == DEVICES_MAX) return errno = E2BIG, -1;
      parts[count] = (struct part){*path, open_tree_of(*path), 0};
      if (parts[count++].tree < 0) return -1;
    }
  return count;
}

static int attach_devices(const struct part *parts, int count) {
  char target[PATH_MAX];
  for (int i = 0; i < count; i++) {
    if (make_folders(parts[i].path, 0) || in_root(target, parts[i].path)) return -1;
    int placeholder = open(target, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
    if (placeholder < 0) return -1;
    close(placeholder);
    if (move_mount_to(parts[i].tree, target)) return -1;
    close(parts[i].tree);
    if (restrict_mount(target, NOSUID | NOEXEC, 0)) return -1;
  }
  return 0;
}

static int link_at(const char *target, const char *path) {
  char name[PATH_MAX];
  return in_root(name, path) || make_folders(path, 0) || symlink(target, name) ? -1 : 0;
}

/* On a merged-/usr system /lib and its like are links into /usr: the same links here. Elsewhere the plan binds them. */
static int copy_top_links(void) {
  static const char *const names[] = {"/lib", "/lib64", "/lib32", "/bin", NULL};
  char target[PATH_MAX];
  for (const char *const *name = names; *name; name++) {
    ssize_t length = readlink(*name, target, sizeof target - 1);
    if (length <= 0) continue;
    target[length] = 0;
    if (link_at(target, *name) && errno != EEXIST) return -1;
  }
  return 0;
}

/* /box is the cell's writable folder and has its own name because an environment may lie below /tmp, which a tmpfs
 * there would cover. Where none does, /tmp leads to it. Some libraries give up when /proc/self/exe cannot be read, or
 * look further when it names a python: a fixed link serves them, and no process is to be seen. */
static int make_small_things(void) {
  char box[PATH_MAX];
  if (in_root(box, "/box") || mkdir(box, 0555)) return -1;
  if (link_at("box", "/tmp") && errno != EEXIST) return -1;
  return link_at("/cell", "/proc/self/exe");
}

static int change_root(void) {
  if (chdir(root)) return -1;
  if (syscall(SYS_pivot_root, ".", ".")) return -1;
  if (umount2(".", MNT_DETACH)) return -1; /* the old root lay on top */
  return chdir("/");
}

int cell_root(const struct cell_root_plan *plan) {
  struct part parts[PARTS_MAX], device_parts[DEVICES_MAX];
  int failed;

  if (unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)) return -CELL_E_ROOT_UNSHARE;
  if (sethostname("cell", 4)) return -CELL_E_ROOT_UNSHARE;
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) return -CELL_E_ROOT_UNSHARE;
  const int count = collect(plan, parts);
  if (count < 0) return -CELL_E_ROOT_BIND;
  const int device_count = open_devices(plan->nodes, device_parts);
  if (device_count < 0) return -CELL_E_ROOT_DEV;

  if (mount("root", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")) return -CELL_E_ROOT_TMPFS;
  for (int i = 0; i < count; i++)
    if ((failed = parts[i].tree < 0 ? cover(&parts[i]) : attach(&parts[i]))) return failed;
  for (int i = 0; i < count; i++)
    if ((failed = close_cover(&parts[i]))) return failed;
  if (attach_devices(device_parts, device_count)) return -CELL_E_ROOT_DEV;
  if (copy_top_links() || make_small_things()) return -CELL_E_ROOT_FILES;
  if (change_root()) return -CELL_E_ROOT_PIVOT;
  return restrict_mount("/", RDONLY, 0) ? -CELL_E_ROOT_READ_ONLY : 0;
}
