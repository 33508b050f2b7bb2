-- A worker introduces itself, and repeats it as its heartbeat.
create function wq.report_worker(
  worker_id text, worker_name text, seen_isolation jsonb, seen_runtimes jsonb, seen_device jsonb, worker_slots int
) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into gradecheck.workers (id, name, isolation, runtimes, device, slots)
  values (worker_id, worker_name, seen_isolation, seen_runtimes, seen_device, worker_slots)
  on conflict (id) do update
  set name = excluded.name, isolation = excluded.isolation, runtimes = excluded.runtimes, device = excluded.device,
      slots = excluded.slots, last_seen_at = now()
$$;
