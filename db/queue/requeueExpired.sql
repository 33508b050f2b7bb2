-- Takes back jobs whose lease ran out because their worker died or lost its way here, and returns how many. They may
-- run again at once, the lease was pause enough; but each lost lease uses up a try, so that a job which kills its
-- workers ends dead instead of killing them for ever.
create function wq.requeue_expired() returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  expired bigint;
  taken_back int := 0;
begin
  for expired in
    select j.id from wq.jobs j where j.state = 'leased' and j.lease_until < now()
    order by j.lease_until limit 100 for update skip locked
  loop
    perform wq.give_back(expired, 'lease_expired', true);
    taken_back := taken_back + 1;
  end loop;
  return taken_back;
end $$;
