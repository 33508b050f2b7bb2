-- A worker introduces itself, and repeats it as its heartbeat.
--
-- Every start of a worker makes a row under a new id, so it is at an introduction that the rows of those silent for a day
-- are cleared away: a heartbeat costs nothing more, and no sweeper has to be running.
create function wq.report_worker(
  worker_id text, worker_name text, seen_isolation jsonb, seen_runtimes jsonb, seen_devices jsonb, worker_slots int
) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update gradecheck.workers w
  set name = worker_name, isolation = seen_isolation, runtimes = seen_runtimes, devices = seen_devices,
      slots = worker_slots, last_seen_at = now()
  where w.id = worker_id;
  if found then return; end if;
  insert into gradecheck.workers (id, name, isolation, runtimes, devices, slots)
  values (worker_id, worker_name, seen_isolation, seen_runtimes, seen_devices, worker_slots)
  on conflict (id) do nothing; -- said twice at the same moment
  delete from gradecheck.workers w where w.last_seen_at < now() - interval '1 day';
end $$;
