/* Limits that hold without cgroups. Those of memory and CPU time are tightened from outside once the question is known;
 * here stands the most that any question may ask for, since only root could raise them again. */
#include "cell.h"

#include <sys/resource.h>

static int limit(int resource, uint64_t value) {
  struct rlimit both = {value, value};
  return setrlimit(resource, &both);
}

int cell_set_limits(const struct cell_plan *plan) {
  if (limit(RLIMIT_CORE, 0) ||      /* a dump would hold the inputs                            */
      limit(RLIMIT_MEMLOCK, 0) ||   /* locked pages escape reclaim                             */
      limit(RLIMIT_MSGQUEUE, 0) ||
      limit(RLIMIT_SIGPENDING, 64) ||
      limit(RLIMIT_NPROC, plan->threads) ||
      limit(RLIMIT_NOFILE, plan->open_files) ||
      limit(RLIMIT_FSIZE, plan->file_bytes) ||
      limit(RLIMIT_DATA, plan->data_bytes) || /* address space is no measure: frameworks reserve it in plenty */
      limit(RLIMIT_CPU, plan->cpu_seconds))
    return -CELL_E_LIMITS;
  return 0;
}
