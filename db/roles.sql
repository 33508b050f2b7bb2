-- All that a grading machine may do. It runs strangers' code beside its own, so it must be assumed that one day its
-- password is stolen: the thief can take jobs and answer those it took, but reads no table, no key, no other's answer.
--
-- Run after each installation of the functions; a function is open to everybody until it is closed here.
revoke all on all functions in schema wq from public;
revoke all on all functions in schema gradecheck from public;
revoke all on all tables in schema wq, gradecheck from gradecheck_worker, public;

grant usage on schema wq to gradecheck_worker;
grant execute on function
  wq.claim(text, int, int, text[], text[], uuid[]),
  wq.extend(bigint, uuid, int),
  wq.progress(bigint, uuid, jsonb),
  wq.complete(bigint, uuid, text, float8, float8, jsonb, jsonb),
  wq.fail(bigint, uuid, text, boolean),
  wq.requeue_expired(),
  wq.report_worker(text, text, jsonb, jsonb, jsonb, int)
to gradecheck_worker;
