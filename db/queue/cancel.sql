-- Cancels a submission that is not over yet, for the API only. The job goes first: once it has left the states that a
-- lease can act on, whatever its worker still reports finds nothing to change.
-- The version leaps: a claim that a crash of the server forgot (see wq.claim) may have been seen with one or two that the
-- row does not know any more, and whoever saw them would be told for ever that nothing changed since.
create function wq.cancel(tenant text, submission text, who text, request text) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update wq.jobs j set state = 'cancelled', lease = null, lease_until = null, finished_at = now()
  where j.submission_id = submission and j.tenant_id = tenant and j.state in ('ready', 'leased')
    and not j.regrade; -- its submission is graded, and stays so
  if not found then
    perform from gradecheck.submissions s where s.id = submission and s.tenant_id = tenant;
    return case when found then 'already_final' else 'not_found' end;
  end if;
  update gradecheck.submissions s
  set status = 'cancelled', attempt_charged = false, progress = null, finished_at = now(), version = s.version + 10
  where s.id = submission;
  insert into gradecheck.audit_log (tenant_id, actor, action, subject, request_id)
  values (tenant, who, 'submission.cancelled', submission, request);
  perform pg_notify('gradecheck_submissions', submission);
  return 'cancelled';
end $$;
