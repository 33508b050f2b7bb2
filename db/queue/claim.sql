-- Takes up to jobs_max ready jobs for the claimant and marks their submissions running. Only jobs that one of the
-- claimant's pairs of runtime and device can grade: another worker's job would end as a fault of ours. A job that nobody
-- offers a pair for stays in line, and loses no try by it.
--
-- A job that needs a device is in a line of its own, and so is one that prefers it. The second kind is also handed to a
-- worker without that device, but only while no live worker has it; the verdict then says so (device_missed).
--
-- Order: priority; then turns, so that among equals the tenant with the fewest jobs under way goes next and a thousand
-- jobs of one do not starve another's single one; then age.
--
-- Sorting all ready jobs that way would read the whole backlog for each claim. Instead `waiting` hops, for each
-- line, from tenant to tenant along jobs_ready_idx, and only the heads of their lines are ranked. A head is longer
-- than jobs_max, because others may be claiming its first rows at this moment: a row that is locked, or was taken since
-- we looked, is passed over. Each row is then taken by its key: one statement over all of them tempts the planner to
-- read the table.
--
-- The claim is not waited for until it lies on the disk: a crash of the server can only forget it, then the job is ready
-- again, and the verdict of the worker that had it is refused, because no job knows its lease any more.
--
-- The plan is made once per connection, since making it takes a millisecond and running it a tenth of that. It is the
-- right one for an empty queue and for a long one: neither tells the planner to read the table.
--
-- Jobs whose lease ran out come back first, so that no separate sweeper has to be running for them to be found; and before
-- those, so that it costs them no try, what this claimant was handed and never received: `held` are the leases that it has.
-- Without `held` it does not keep count, and what it lost is found when the lease runs out.
--
-- A claim has locked several jobs, so it must wait for nobody: two that wait for each other would, and one of them be ended.
-- The submission of a first grade is its job's alone. Regrades share one, and are passed over while it is locked.
create function wq.claim(
  claimant text, jobs_max int, lease_seconds int, runtimes text[], devices text[], held uuid[] default null
)
returns table (
  job_id bigint, lease uuid, attempt int, submission_id text, question_id text, question_revision text,
  runtime text, mode text, files jsonb, queued_ms float8, device text, device_missed text, regrade boolean, seed text
)
language plpgsql security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  wanted int := least(jobs_max, 100);
  taken int := 0;
  candidate bigint;
  job wq.jobs;
  submission gradecheck.submissions;
  used text;
begin
  perform set_config('synchronous_commit', 'off', true);
  if held is not null then perform wq.give_back_unreceived(claimant, held); end if;
  perform wq.requeue_expired();
  for candidate in
    with recursive offered (runtime, device) as (
      select distinct o.runtime, o.device from unnest(runtimes, devices) o (runtime, device)
    ), lines (runtime, device, device_strict) as (
      -- What may run anywhere runs on the processor: its number should not hang on who came first.
      select o.runtime, 'any', false from offered o where o.device = 'cpu'
      union all
      select o.runtime, o.device, kind.strict from offered o cross join (values (true), (false)) kind (strict)
      where kind.strict or o.device <> 'cpu'
      union all
      select r.runtime, preferred.device, false
      from (select o.runtime from offered o where o.device = 'cpu') r cross join (values ('cuda'), ('webgpu')) preferred (device)
      where not exists (select from offered o where o.runtime = r.runtime and o.device = preferred.device)
        and not wq.is_offered(r.runtime, preferred.device)
    ), waiting (runtime, device, device_strict, tenant_id) as (
      select l.runtime, l.device, l.device_strict, (
        select q.tenant_id from wq.jobs q
        where q.state = 'ready' and q.runtime = l.runtime and q.device = l.device and q.device_strict = l.device_strict
        order by q.tenant_id limit 1)
      from lines l
      union all
      select w.runtime, w.device, w.device_strict, (
        select q.tenant_id from wq.jobs q
        where q.state = 'ready' and q.runtime = w.runtime and q.device = w.device and q.device_strict = w.device_strict
          and q.tenant_id > w.tenant_id
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
        where q.state = 'ready' and q.runtime = w.runtime and q.device = w.device and q.device_strict = w.device_strict
          and q.tenant_id = w.tenant_id and q.run_at <= now()
        order by q.priority desc, q.run_at, q.id
        limit wanted + 16
      ) head
    )
    select h.id from heads h order by h.priority desc, h.turn, h.run_at, h.id
  loop
    exit when taken >= wanted;
    select q.* into job from wq.jobs q where q.id = candidate and q.state = 'ready' for update skip locked;
    continue when not found;
    if job.regrade then
      perform from gradecheck.submissions s where s.id = job.submission_id for update skip locked;
      continue when not found;
    end if;

    update wq.jobs j
    set state = 'leased', attempts = j.attempts + 1, lease = gen_random_uuid(), worker = claimant,
        lease_until = now() + make_interval(secs => least(greatest(lease_seconds, 1), 3600))
    where j.id = candidate returning j.* into job;
    if job.regrade then
      update gradecheck.submissions s set version = s.version + 1
      where s.id = job.submission_id returning s.* into submission;
      update gradecheck.regrades r set status = 'running', started_at = now()
      where r.submission_id = job.submission_id and r.device = job.device;
    else
      update gradecheck.submissions s
      set status = 'running', started_at = now(), progress = null, version = s.version + 1
      where s.id = job.submission_id returning s.* into submission;
    end if;
    perform pg_notify('gradecheck_submissions', submission.id || ' running');
    taken := taken + 1;
    used := case when exists (select from unnest(runtimes, devices) o (runtime, device)
                              where o.runtime = job.runtime and o.device = job.device) then job.device else 'cpu' end;
    return query select job.id, job.lease, job.attempts::int, submission.id, submission.question_id,
      submission.question_revision, submission.runtime, submission.mode, submission.answer -> 'files',
      greatest(0, extract(epoch from now() - job.created_at) * 1000)::float8,
      used, case when job.device not in ('any', used) then job.device end,
      job.regrade, case when job.regrade then submission.evidence ->> 'seed' end;
  end loop;
end $$;
