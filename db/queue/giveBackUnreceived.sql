-- Jobs that the claimant was handed and never received, because the answer to its claim was lost: a missed deadline, a
-- connection that broke. It is alive and says what it has in hand (`held`), so nobody graded them, and they go back in line
-- without having lost a try. A worker that died says nothing more, and its leases run out in wq.requeue_expired.
create function wq.give_back_unreceived(claimant text, held uuid[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  job wq.jobs;
begin
  for job in
    select j.* from wq.jobs j where j.state = 'leased' and j.worker = claimant and j.lease <> all (held)
    for update skip locked
  loop
    perform from gradecheck.submissions s where s.id = job.submission_id for update skip locked;
    continue when not found;
    update wq.jobs j set attempts = j.attempts - 1 where j.id = job.id;
    perform wq.give_back(job.id, 'claim_unanswered', true);
  end loop;
end $$;
