-- The worker broke, not the candidate: the job goes back, or is given up after its last try.
create function wq.fail(job_id bigint, token uuid, reason text, retry_now boolean) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from wq.jobs j where j.id = job_id and j.lease = token and j.state = 'leased' for update;
  if not found then return 'lost'; end if;
  return wq.give_back(job_id, reason, retry_now);
end $$;
