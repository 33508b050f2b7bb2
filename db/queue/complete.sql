-- Records a verdict and closes its job in one transaction. The lease is the fence: a worker that was given up for dead
-- and comes back finds its token gone and changes nothing, and a repeated call finds the job closed. A lease past its
-- time that nobody took back yet still counts, since the work is done and no other has begun.
-- Cases that ran twice, because they came out near their bound, are counted for /metrics.
-- A regrade's verdict stands beside the first one, which it never touches. Rows are locked in one order everywhere: job,
-- submission, regrade. wq.regrade begins at the submission, and whoever came from the other side would wait for it for ever.
create function wq.complete(
  job_id bigint, token uuid, given_verdict text, given_score float8, given_max_score float8,
  given_report jsonb, given_evidence jsonb
) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  job wq.jobs;
begin
  update wq.jobs j set state = 'done', lease = null, lease_until = null, finished_at = now()
  where j.id = job_id and j.lease = token and j.state = 'leased'
  returning j.* into job;
  if not found then return false; end if;
  perform pg_notify('gradecheck_submissions', job.submission_id);
  if given_evidence ? 'borderline' then
    insert into gradecheck.borderline_counts as counted (question_id, shard, agreed, differed)
    select s.question_id, pg_backend_pid() % 16, (twice->>'reran')::bigint - (twice->>'differed')::bigint, (twice->>'differed')::bigint
    from gradecheck.submissions s, jsonb_extract_path(given_evidence, 'borderline') twice where s.id = job.submission_id
    on conflict (question_id, shard) do update
    set agreed = counted.agreed + excluded.agreed, differed = counted.differed + excluded.differed;
  end if;
  if job.regrade then
    update gradecheck.submissions s set version = s.version + 1 where s.id = job.submission_id;
    update gradecheck.regrades r
    set status = 'graded', verdict = given_verdict, score = given_score, max_score = given_max_score,
        report = given_report, evidence = given_evidence, finished_at = now()
    where r.submission_id = job.submission_id and r.device = job.device;
    return true;
  end if;
  update gradecheck.submissions s
  set status = 'graded', verdict = given_verdict, score = given_score, max_score = given_max_score,
      report = given_report, evidence = given_evidence, progress = null, finished_at = now(), version = s.version + 1
  where s.id = job.submission_id;
  return true;
end $$;
