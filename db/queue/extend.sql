-- Keeps a leased job for lease_seconds from now. False tells the worker that it no longer holds the job, because the
-- submission was cancelled or the lease ran out and another has it: whatever it still reports of it will be refused.
create function wq.extend(job_id bigint, token uuid, lease_seconds int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update wq.jobs j
  set lease_until = now() + make_interval(secs => least(greatest(lease_seconds, 1), 3600))
  where j.id = job_id and j.lease = token and j.state = 'leased';
  return found;
end $$;
