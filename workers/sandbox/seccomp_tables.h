/* Which calls a cell may make. Numbers come from the kernel's own headers; a call that an architecture never had is
 * left out by its #ifdef. Every entry of `allowed` is a piece of kernel that a candidate may attack: add one only with
 * the operation that fails without it, as a test. */
#ifndef GRADECHECK_SECCOMP_TABLES_H
#define GRADECHECK_SECCOMP_TABLES_H

#include <sys/syscall.h>

/* Reading files, memory, threads, clocks, and the one socket it inherited. */
static const int allowed[] = {
  SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_lseek, SYS_close, SYS_openat,
  SYS_fstat, SYS_newfstatat, SYS_statx, SYS_getdents64, SYS_readlinkat, SYS_getcwd, SYS_chdir,
  SYS_statfs, SYS_fstatfs,
  SYS_mkdirat, SYS_unlinkat, SYS_renameat, SYS_ftruncate, SYS_fallocate, SYS_fsync, SYS_fdatasync, SYS_umask,
  SYS_dup, SYS_dup3, SYS_pipe2, SYS_ppoll, SYS_pselect6, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait,
  SYS_eventfd2,
  SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, SYS_msync,
  SYS_futex, SYS_sched_yield, SYS_sched_getaffinity,
  SYS_sched_getparam, SYS_sched_getscheduler, SYS_sched_get_priority_max, SYS_sched_get_priority_min, SYS_getpriority,
  SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigpending, SYS_rt_sigtimedwait,
  SYS_sigaltstack, SYS_restart_syscall, SYS_setitimer, SYS_getitimer,
  SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getresuid, SYS_getresgid,
  SYS_getgroups, SYS_getpgid, SYS_getsid,
  SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_gettimeofday, SYS_times,
  SYS_getrusage, SYS_sysinfo, SYS_uname, SYS_getrandom,
  SYS_seccomp, /* a second filter can only take away, and the last one takes this */
  SYS_recvmsg, SYS_exit, SYS_exit_group, SYS_wait4, SYS_waitid,
#ifdef SYS_preadv2 /* what os.preadv calls */
  SYS_preadv2,
#endif
#ifdef SYS_renameat2
  SYS_renameat2,
#endif
#ifdef SYS_faccessat2
  SYS_faccessat2,
#endif
#ifdef SYS_rseq
  SYS_rseq,
#endif
#ifdef SYS_open /* the calls that newer architectures never got */
  SYS_access, SYS_readlink, SYS_mkdir, SYS_rmdir, SYS_unlink, SYS_rename, SYS_dup2, SYS_poll, SYS_epoll_wait, SYS_alarm,
  SYS_getpgrp,
#else /* what takes their place there */
  SYS_faccessat, SYS_getcpu,
#endif
};

/* What starting a program by execve needs on top. */
static const int allowed_to_execed[] = {
  SYS_execve, SYS_set_tid_address, SYS_membarrier,
#ifdef SYS_arch_prctl
  SYS_arch_prctl,
#endif
};

/* What a started program tries before a candidate is near, and does without where the kernel has it not: libuv of Node.js 22
 * and newer makes an io_uring for its own loop. Refused like the rest, but not as an attack. */
static const int missing_to_execed[] = {425, 426, 427};

/* No tensor code has a use for these and exploits do: the cell dies by SIGSYS, which is reported as what it is. All
 * other calls merely fail, because honest libraries try them. */
static const int deadly[] = {
  SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp,
  SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_add_key, SYS_request_key, SYS_keyctl,
  SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_name_to_handle_at,
  SYS_open_by_handle_at, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon,
  SYS_swapoff, SYS_acct, SYS_quotactl, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
  SYS_vmsplice, SYS_move_pages,
  SYS_migrate_pages, SYS_fanotify_init, SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_vhangup,
#ifdef SYS_kexec_file_load
  SYS_kexec_file_load,
#endif
#ifdef SYS_iopl
  SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
  /* Numbers, where the headers of a supported distribution are older than the call; the same on every architecture. */
  425, 426, 427,           /* io_uring_setup, io_uring_enter, io_uring_register                   */
  428, 429, 430, 431, 432, /* open_tree, move_mount, fsopen, fsconfig, fsmount                    */
  433, 438, 442,           /* fspick, pidfd_getfd, mount_setattr                                  */
};

#endif
