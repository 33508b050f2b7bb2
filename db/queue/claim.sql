-- Takes up to jobs_max ready jobs for the claimant and marks their submissions running. Only jobs of the runtimes that
-- the claimant offers: another worker's job would end as a fault of ours. A job whose runtime nobody offers stays in
-- line, and loses no try by it.
--
-- Order: priority; then turns, so that among equals the tenant with the fewest jobs under way goes next and a thousand
-- jobs of one do not starve another's single one; then age.
--
-- Sorting all ready jobs that way would read the whole backlog for each claim. Instead `waiting` hops, for each
-- runtime, from tenant to tenant along jobs_ready_idx, and only the heads of their lines are ranked. A head is longer
-- than jobs_max, because others may be claiming its first rows at this moment: a row that is locked, or was taken since
-- we looked, is passed over. Each row is then taken by its key: one statement over all of them tempts the planner to
-- read the table.
--
-- Jobs whose lease ran out come back first, so that no separate sweeper has to be running for them to be found.
create function wq.claim(claimant text, jobs_max int, lease_seconds int, runtimes text[])
returns table (
  job_id bigint, lease uuid, attempt int, submission_id text, question_id text, question_revision text,
  runtime text, mode text, files jsonb, queued_ms float8
)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  wanted int := least(jobs_max, 100);
  taken int := 0;
  candidate bigint;
  job wq.jobs;
  submission gradecheck.submissions;
begin
  perform wq.requeue_expired();
  for candidate in
    with recursive offered (runtime) as (
      select distinct o.runtime from unnest(runtimes) o (runtime)
    ), waiting (runtime, tenant_id) as (
      select o.runtime, (select q.tenant_id from wq.jobs q
                         where q.state = 'ready' and q.runtime = o.runtime order by q.tenant_id limit 1)
      from offered o
      union all
      select w.runtime, (select q.tenant_id from wq.jobs q
                         where q.state = 'ready' and q.runtime = w.runtime and q.tenant_id > w.tenant_id
                         order by q.tenant_id limit 1)
      from waiting w where w.tenant_id is not null
    ), under_way as (
      select q.tenant_id, count(*) as n from wq.jobs q where q.state = 'leased' group by q.tenant_id
    ), heads as (
      select head.id, head.priority, head.run_at,
        coalesce(u.n, 0) + row_number() over (partition by w.tenant_id
                                              order by head.priority desc, head.run_at, head.id) as turn
      from waiting w
      left join under_way u on u.tenant_id = w.tenant_id
      cross join lateral (
        select q.id, q.priority, q.run_at from wq.jobs q
        where q.state = 'ready' and q.runtime = w.runtime and q.tenant_id = w.tenant_id and q.run_at <= now()
        order by q.priority desc, q.run_at, q.id
        limit wanted + 16
      ) head
    )
    select h.id from heads h order by h.priority desc, h.turn, h.run_at, h.id
  loop
    exit when taken >= wanted;
    select q.* into job from wq.jobs q where q.id = candidate and q.state = 'ready' for update skip locked;
    continue when not found;

    update wq.jobs j
    set state = 'leased', attempts = j.attempts + 1, lease = gen_random_uuid(), worker = claimant,
        lease_until = now() + make_interval(secs => least(greatest(lease_seconds, 1), 3600))
    where j.id = candidate returning j.* into job;
    update gradecheck.submissions s
    set status = 'running', started_at = now(), progress = null, version = s.version + 1
    where s.id = job.submission_id returning s.* into submission;
    perform pg_notify('gradecheck_submissions', submission.id);
    taken := taken + 1;
    return query select job.id, job.lease, job.attempts::int, submission.id, submission.question_id,
      submission.question_revision, submission.runtime, submission.mode, submission.answer -> 'files',
      greatest(0, extract(epoch from now() - submission.created_at) * 1000)::float8;
  end loop;
end $$;
