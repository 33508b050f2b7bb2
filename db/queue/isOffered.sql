-- Whether a worker that is alive and serves can run this runtime on this device. Not granted to workers.
create function wq.is_offered(wanted_runtime text, wanted_device text) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return exists (
    select from gradecheck.workers w
    where w.last_seen_at > now() - interval '60 seconds' and w.isolation ->> 'serves' = 'true'
      and w.runtimes @> jsonb_build_array(
        jsonb_build_object('name', wanted_runtime, 'devices', jsonb_build_array(wanted_device))));
end $$;
