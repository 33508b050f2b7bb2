-- What becomes of a leased job that was not finished. The caller has locked its row. Not granted to workers.
--
-- While tries are left: back in line after a pause of 3, 9, 27 and 81 seconds, or at once. Two minutes in all, because a
-- release reaches API and workers one after the other, and a worker that does not know a question yet soon may. No
-- notification: a fault that repeats would call all workers each time, and polling finds the job.
-- After the last try: dead, and its submission has failed with `grader_error`, which costs the candidate no attempt.
-- The message is read by the candidate, who passes it on to whoever runs the service.
create function wq.give_back(job_id bigint, reason text, retry_now boolean) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  job wq.jobs;
begin
  select j.* into strict job from wq.jobs j where j.id = job_id and j.state = 'leased';
  perform pg_notify('gradecheck_submissions', job.submission_id);
  if job.attempts < job.max_attempts then
    update wq.jobs j
    set state = 'ready', lease = null, lease_until = null, last_fault = left(reason, 1000),
        run_at = date_trunc('milliseconds', now()) -- the column rounds, and up would be a moment not yet come
                 + make_interval(secs => case when retry_now then 0 else 3 ^ job.attempts end)
    where j.id = job_id;
    if job.regrade then
      update gradecheck.submissions s set version = s.version + 1 where s.id = job.submission_id;
      update gradecheck.regrades r set status = 'queued', started_at = null
      where r.submission_id = job.submission_id and r.device = job.device;
    else
      update gradecheck.submissions s set status = 'queued', started_at = null, progress = null, version = s.version + 1
      where s.id = job.submission_id;
    end if;
    return 'retry';
  end if;
  update wq.jobs j
  set state = 'dead', lease = null, lease_until = null, last_fault = left(reason, 1000), finished_at = now()
  where j.id = job_id;
  if job.regrade then
    update gradecheck.submissions s set version = s.version + 1 where s.id = job.submission_id;
    update gradecheck.regrades r set status = 'failed', verdict = 'grader_error', finished_at = now()
    where r.submission_id = job.submission_id and r.device = job.device;
    return 'dead';
  end if;
  update gradecheck.submissions s
  set status = 'failed', verdict = 'grader_error', score = null, max_score = null, progress = null,
      attempt_charged = false, finished_at = now(), version = s.version + 1,
      report = jsonb_build_object(
        'verdict', 'grader_error', 'score', 0, 'max_score', 0,
        'message', case
          when reason in ('revision_unknown', 'question_unknown')
          then 'The workers do not have the version of this question that was answered. This was not your code''s fault '
               'and costs no attempt. Operators: bring API and workers to the same release (in a checkout: run '
               '"npm run gen" and start again). Then please submit again.'
          when reason = 'backend_missing'
          then 'The workers that took this up do not have the backend that the question is graded by. This was not your '
               'code''s fault and costs no attempt. Operators: start a worker that has it; on each worker "npx gradecheck '
               'doctor" says which it has and what is missing. Then please submit again.'
          else 'Grading broke on our side several times. This was not your code''s fault and costs no attempt; '
               'please submit again.' end,
        'concepts', jsonb_build_array(), 'cases', jsonb_build_array(),
        'runtime', jsonb_build_object('name', s.runtime, 'version', 'unknown'),
        'device', jsonb_build_object('type', 'none', 'name', 'none'),
        'timings_ms', jsonb_build_object('prepare', 0, 'start', 0, 'run', 0, 'compare', 0))
  where s.id = job.submission_id;
  return 'dead';
end $$;
