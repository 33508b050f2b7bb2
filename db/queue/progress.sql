-- Shows how far grading is. The job's row is locked first, as everywhere: a progress that arrives after a cancellation
-- or a verdict must not touch the submission.
create function wq.progress(job_id bigint, token uuid, seen jsonb) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  job wq.jobs;
begin
  select j.* into job from wq.jobs j
  where j.id = job_id and j.lease = token and j.state = 'leased' for update;
  if not found then return false; end if;
  if job.regrade then return true; end if; -- its submission is graded, and shows no progress
  update gradecheck.submissions s set progress = seen, version = s.version + 1 where s.id = job.submission_id;
  perform pg_notify('gradecheck_submissions', job.submission_id || ' running');
  return true;
end $$;
