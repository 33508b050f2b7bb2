-- Takes back jobs whose lease ran out because their worker died or lost its way here, and returns how many. They may
-- run again at once, the lease was pause enough; but each lost lease uses up a try, so that a job which kills its
-- workers ends dead instead of killing them for ever. What is locked is passed over, and found by the next call: it has
-- locked several jobs by then, as wq.claim has.
create function wq.requeue_expired() returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  expired wq.jobs;
  taken_back int := 0;
begin
  for expired in
    select j.* from wq.jobs j where j.state = 'leased' and j.lease_until < now()
    order by j.lease_until limit 100 for update skip locked
  loop
    perform from gradecheck.submissions s where s.id = expired.submission_id for update skip locked;
    continue when not found;
    perform wq.give_back(expired.id, 'lease_expired', true);
    taken_back := taken_back + 1;
  end loop;
  return taken_back;
end $$;
