-- Asks for a second verdict on a graded answer, from another device, for the API only. The first verdict stays as it is
-- and goes on counting. Asking again changes nothing, unless the last try ended as a fault of ours: then it is tried anew.
create function wq.regrade(tenant text, submission text, wanted_device text, who text, request text) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  graded gradecheck.submissions;
begin
  -- The submission's row is the lock: two requests at once make one job.
  select s.* into graded from gradecheck.submissions s where s.id = submission and s.tenant_id = tenant for update;
  if not found then return 'not_found'; end if;
  if graded.kind <> 'code' or graded.mode <> 'grade' or graded.status <> 'graded' then return 'not_graded'; end if;
  if graded.report -> 'device' ->> 'type' = wanted_device then return 'same_device'; end if;
  insert into gradecheck.regrades (submission_id, device, status) values (submission, wanted_device, 'queued')
  on conflict (submission_id, device) do update
  set status = 'queued', verdict = null, report = null, evidence = null, started_at = null, finished_at = null,
      created_at = now()
  where regrades.status = 'failed';
  if not found then return 'present'; end if;
  delete from wq.jobs j where j.submission_id = submission and j.regrade and j.device = wanted_device;
  insert into wq.jobs (submission_id, tenant_id, runtime, device, device_strict, regrade)
  values (submission, tenant, graded.runtime, wanted_device, true, true);
  update gradecheck.submissions s set version = s.version + 1 where s.id = submission;
  insert into gradecheck.audit_log (tenant_id, actor, action, subject, request_id, data)
  values (tenant, who, 'submission.regraded', submission, request, jsonb_build_object('device', wanted_device));
  perform pg_notify('gradecheck_jobs', '');
  perform pg_notify('gradecheck_submissions', submission);
  return 'queued';
end $$;
