-- The database as it is after all migrations. Never edited: npx tsx scripts/dumpStructure.ts writes it.

create table gradecheck.api_keys (
  id text not null,
  tenant_id text not null,
  name text not null,
  hint text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamp(3) with time zone not null default now(),
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  constraint api_keys_scopes_known CHECK ((scopes <@ ARRAY['read'::text, 'submit'::text, 'admin'::text])),
  constraint api_keys_secret_hash_is_sha256 CHECK ((octet_length(secret_hash) = 32)),
  constraint api_keys_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id),
  constraint api_keys_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX api_keys_secret_hash_key ON gradecheck.api_keys USING btree (secret_hash);
CREATE INDEX api_keys_tenant_idx ON gradecheck.api_keys USING btree (tenant_id, created_at);

create table gradecheck.audit_log (
  id bigint generated always as identity not null,
  tenant_id text,
  actor text not null,
  action text not null,
  subject text not null,
  request_id text,
  data jsonb not null default '{}'::jsonb,
  at timestamp(3) with time zone not null default now(),
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_tenant_idx ON gradecheck.audit_log USING btree (tenant_id, at);

create table gradecheck.borderline_counts (
  question_id text not null,
  shard smallint not null,
  agreed bigint not null,
  differed bigint not null,
  constraint borderline_counts_question_id_shard_pk PRIMARY KEY (question_id, shard)
);

create table gradecheck.idempotency_keys (
  tenant_id text not null,
  operation text not null,
  key text not null,
  fingerprint bytea not null,
  resource_id text not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint idempotency_keys_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id),
  constraint idempotency_keys_tenant_id_operation_key_pk PRIMARY KEY (tenant_id, operation, key)
);
CREATE INDEX idempotency_keys_created_idx ON gradecheck.idempotency_keys USING btree (created_at);

create table gradecheck.installed_functions (
  file text not null,
  sha256 text not null,
  installed_at timestamp(3) with time zone not null default now(),
  constraint installed_functions_pkey PRIMARY KEY (file)
);

create table gradecheck.regrades (
  submission_id text not null,
  device text not null,
  status text not null,
  verdict text,
  score double precision,
  max_score double precision,
  report jsonb,
  evidence jsonb,
  created_at timestamp(3) with time zone not null default now(),
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  constraint regrades_device_known CHECK ((device = ANY (ARRAY['cpu'::text, 'cuda'::text, 'webgpu'::text]))),
  constraint regrades_final_has_end CHECK (((status = ANY (ARRAY['graded'::text, 'failed'::text])) = (finished_at IS NOT NULL))),
  constraint regrades_status_known CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'graded'::text, 'failed'::text]))),
  constraint regrades_verdict_known CHECK ((verdict = ANY (ARRAY['accepted'::text, 'wrong_answer'::text, 'runtime_error'::text, 'syntax_error'::text, 'time_limit'::text, 'memory_limit'::text, 'output_limit'::text, 'security_violation'::text, 'forbidden_builtin'::text, 'invalid_output'::text, 'grader_error'::text]))),
  constraint regrades_verdict_matches_status CHECK (
CASE status
    WHEN 'graded'::text THEN COALESCE(((verdict <> 'grader_error'::text) AND (report IS NOT NULL)), false)
    WHEN 'failed'::text THEN COALESCE((verdict = 'grader_error'::text), false)
    ELSE (verdict IS NULL)
END),
  constraint regrades_submission_id_submissions_id_fk FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
  constraint regrades_submission_id_device_pk PRIMARY KEY (submission_id, device)
);

create table gradecheck.submissions (
  id text not null,
  tenant_id text not null,
  question_id text not null,
  question_revision text not null,
  kind text not null,
  runtime text,
  mode text not null,
  answer jsonb not null,
  metadata jsonb not null default '{}'::jsonb,
  status text not null,
  verdict text,
  score double precision,
  max_score double precision,
  report jsonb,
  evidence jsonb,
  progress jsonb,
  version integer not null default 1,
  attempt_charged boolean not null,
  created_at timestamp(3) with time zone not null default now(),
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  variant text,
  device text,
  device_strict boolean not null default false,
  constraint submissions_code_has_no_variant CHECK (((kind <> 'code'::text) OR (variant IS NULL))),
  constraint submissions_code_has_runtime CHECK (((kind = 'code'::text) = (runtime IS NOT NULL))),
  constraint submissions_device_known CHECK ((device = ANY (ARRAY['cpu'::text, 'cuda'::text, 'webgpu'::text]))),
  constraint submissions_fault_is_free CHECK (((status <> ALL (ARRAY['cancelled'::text, 'failed'::text])) OR (NOT attempt_charged))),
  constraint submissions_final_has_end CHECK (((status = ANY (ARRAY['graded'::text, 'cancelled'::text, 'failed'::text])) = (finished_at IS NOT NULL))),
  constraint submissions_graded_is_complete CHECK (((status <> 'graded'::text) OR ((score IS NOT NULL) AND (max_score IS NOT NULL) AND (report IS NOT NULL)))),
  constraint submissions_kind_known CHECK ((kind = ANY (ARRAY['code'::text, 'single_choice'::text, 'multiple_choice'::text, 'numeric'::text, 'ordering'::text, 'matching'::text, 'cloze'::text, 'short_text'::text]))),
  constraint submissions_mode_known CHECK ((mode = ANY (ARRAY['grade'::text, 'precheck'::text]))),
  constraint submissions_status_known CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'graded'::text, 'cancelled'::text, 'failed'::text]))),
  constraint submissions_variant_short CHECK (((length(variant) >= 1) AND (length(variant) <= 64))),
  constraint submissions_verdict_known CHECK ((verdict = ANY (ARRAY['accepted'::text, 'wrong_answer'::text, 'runtime_error'::text, 'syntax_error'::text, 'time_limit'::text, 'memory_limit'::text, 'output_limit'::text, 'security_violation'::text, 'forbidden_builtin'::text, 'invalid_output'::text, 'grader_error'::text]))),
  constraint submissions_verdict_matches_status CHECK (
CASE status
    WHEN 'graded'::text THEN COALESCE((verdict <> 'grader_error'::text), false)
    WHEN 'failed'::text THEN COALESCE((verdict = 'grader_error'::text), false)
    ELSE (verdict IS NULL)
END),
  constraint submissions_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id),
  constraint submissions_pkey PRIMARY KEY (id)
);
CREATE INDEX submissions_tenant_newest_idx ON gradecheck.submissions USING btree (tenant_id, created_at DESC, id DESC);
CREATE TRIGGER submissions_verdict_counted_on_insert AFTER INSERT ON gradecheck.submissions FOR EACH ROW WHEN ((new.verdict IS NOT NULL)) EXECUTE FUNCTION count_verdict();
CREATE TRIGGER submissions_verdict_counted_on_update AFTER UPDATE OF verdict ON gradecheck.submissions FOR EACH ROW WHEN (((new.verdict IS NOT NULL) AND (old.verdict IS DISTINCT FROM new.verdict))) EXECUTE FUNCTION count_verdict();

create table gradecheck.tenants (
  id text not null,
  name text not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint tenants_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tenants_name_key ON gradecheck.tenants USING btree (name);

create table gradecheck.verdict_counts (
  verdict text not null,
  shard smallint not null,
  count bigint not null,
  constraint verdict_counts_verdict_shard_pk PRIMARY KEY (verdict, shard)
);

create table gradecheck.workers (
  id text not null,
  name text not null,
  started_at timestamp(3) with time zone not null default now(),
  last_seen_at timestamp(3) with time zone not null default now(),
  isolation jsonb not null,
  runtimes jsonb not null,
  slots integer not null,
  devices jsonb not null,
  constraint workers_pkey PRIMARY KEY (id)
);

create table wq.jobs (
  id bigint generated always as identity not null,
  submission_id text not null,
  tenant_id text not null,
  priority smallint not null default 0,
  state text not null default 'ready'::text,
  attempts smallint not null default 0,
  max_attempts smallint not null default 5,
  lease uuid,
  lease_until timestamp(3) with time zone,
  worker text,
  run_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  last_fault text,
  created_at timestamp(3) with time zone not null default now(),
  finished_at timestamp(3) with time zone,
  runtime text not null,
  device text not null default 'any'::text,
  device_strict boolean not null default false,
  regrade boolean not null default false,
  constraint jobs_device_known CHECK ((device = ANY (ARRAY['any'::text, 'cpu'::text, 'cuda'::text, 'webgpu'::text]))),
  constraint jobs_end_exactly_when_over CHECK (((state = ANY (ARRAY['done'::text, 'dead'::text, 'cancelled'::text])) = (finished_at IS NOT NULL))),
  constraint jobs_lease_exactly_while_leased CHECK ((((state = 'leased'::text) = (lease IS NOT NULL)) AND ((lease IS NULL) = (lease_until IS NULL)))),
  constraint jobs_regrade_names_its_device CHECK (((NOT regrade) OR ((device <> 'any'::text) AND device_strict))),
  constraint jobs_state_known CHECK ((state = ANY (ARRAY['ready'::text, 'leased'::text, 'done'::text, 'dead'::text, 'cancelled'::text]))),
  constraint jobs_submission_id_submissions_id_fk FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
  constraint jobs_pkey PRIMARY KEY (id)
);
CREATE INDEX jobs_lease_until_idx ON wq.jobs USING btree (lease_until) WHERE (state = 'leased'::text);
CREATE INDEX jobs_leased_idx ON wq.jobs USING btree (tenant_id) WHERE (state = 'leased'::text);
CREATE INDEX jobs_ready_idx ON wq.jobs USING btree (runtime, device, device_strict, tenant_id, priority DESC, run_at, id) WHERE (state = 'ready'::text);
CREATE UNIQUE INDEX jobs_regrade_key ON wq.jobs USING btree (submission_id, device) WHERE regrade;
CREATE UNIQUE INDEX jobs_submission_key ON wq.jobs USING btree (submission_id) WHERE (NOT regrade);

CREATE OR REPLACE FUNCTION gradecheck.count_verdict()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into gradecheck.verdict_counts as counted (verdict, shard, count) values (new.verdict, pg_backend_pid() % 16, 1)
  on conflict (verdict, shard) do update set count = counted.count + 1;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION wq.cancel(tenant text, submission text, who text, request text)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION wq.claim(claimant text, jobs_max integer, lease_seconds integer, runtimes text[], devices text[], held uuid[] DEFAULT NULL::uuid[])
 RETURNS TABLE(job_id bigint, lease uuid, attempt integer, submission_id text, question_id text, question_revision text, runtime text, mode text, files jsonb, queued_ms double precision, device text, device_missed text, regrade boolean, seed text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION wq.complete(job_id bigint, token uuid, given_verdict text, given_score double precision, given_max_score double precision, given_report jsonb, given_evidence jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  job wq.jobs;
begin
  update wq.jobs j set state = 'done', lease = null, lease_until = null, finished_at = now()
  where j.id = job_id and j.lease = token and j.state = 'leased'
  returning j.* into job;
  if not found then return false; end if;
  perform pg_notify('gradecheck_submissions', job.submission_id);
  if given_evidence ? 'borderline' then
    insert into gradecheck.borderline_counts as counted (question_id, shard, agreed, differed)
    select s.question_id, pg_backend_pid() % 16, (twice->>'reran')::bigint - (twice->>'differed')::bigint, (twice->>'differed')::bigint
    from gradecheck.submissions s, jsonb_extract_path(given_evidence, 'borderline') twice where s.id = job.submission_id
    on conflict (question_id, shard) do update
    set agreed = counted.agreed + excluded.agreed, differed = counted.differed + excluded.differed;
  end if;
  if job.regrade then
    update gradecheck.submissions s set version = s.version + 1 where s.id = job.submission_id;
    update gradecheck.regrades r
    set status = 'graded', verdict = given_verdict, score = given_score, max_score = given_max_score,
        report = given_report, evidence = given_evidence, finished_at = now()
    where r.submission_id = job.submission_id and r.device = job.device;
    return true;
  end if;
  update gradecheck.submissions s
  set status = 'graded', verdict = given_verdict, score = given_score, max_score = given_max_score,
      report = given_report, evidence = given_evidence, progress = null, finished_at = now(), version = s.version + 1
  where s.id = job.submission_id;
  return true;
end $function$
;

CREATE OR REPLACE FUNCTION wq.extend(job_id bigint, token uuid, lease_seconds integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update wq.jobs j
  set lease_until = now() + make_interval(secs => least(greatest(lease_seconds, 1), 3600))
  where j.id = job_id and j.lease = token and j.state = 'leased';
  return found;
end $function$
;

CREATE OR REPLACE FUNCTION wq.fail(job_id bigint, token uuid, reason text, retry_now boolean)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform from wq.jobs j where j.id = job_id and j.lease = token and j.state = 'leased' for update;
  if not found then return 'lost'; end if;
  return wq.give_back(job_id, reason, retry_now);
end $function$
;

CREATE OR REPLACE FUNCTION wq.give_back(job_id bigint, reason text, retry_now boolean)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  job wq.jobs;
begin
  select j.* into strict job from wq.jobs j where j.id = job_id and j.state = 'leased';
  perform pg_notify('gradecheck_submissions', job.submission_id);
  if job.attempts < job.max_attempts then
    update wq.jobs j
    set state = 'ready', lease = null, lease_until = null, last_fault = left(reason, 1000),
        run_at = date_trunc('milliseconds', now()) -- the column rounds, and up would be a moment not yet come
                 + make_interval(secs => case when retry_now then 0 else 3 ^ job.attempts end)
    where j.id = job_id;
    if job.regrade then
      update gradecheck.submissions s set version = s.version + 1 where s.id = job.submission_id;
      update gradecheck.regrades r set status = 'queued', started_at = null
      where r.submission_id = job.submission_id and r.device = job.device;
    else
      update gradecheck.submissions s set status = 'queued', started_at = null, progress = null, version = s.version + 1
      where s.id = job.submission_id;
    end if;
    return 'retry';
  end if;
  update wq.jobs j
  set state = 'dead', lease = null, lease_until = null, last_fault = left(reason, 1000), finished_at = now()
  where j.id = job_id;
  if job.regrade then
    update gradecheck.submissions s set version = s.version + 1 where s.id = job.submission_id;
    update gradecheck.regrades r set status = 'failed', verdict = 'grader_error', finished_at = now()
    where r.submission_id = job.submission_id and r.device = job.device;
    return 'dead';
  end if;
  update gradecheck.submissions s
  set status = 'failed', verdict = 'grader_error', score = null, max_score = null, progress = null,
      attempt_charged = false, finished_at = now(), version = s.version + 1,
      report = jsonb_build_object(
        'verdict', 'grader_error', 'score', 0, 'max_score', 0,
        'message', case
          when reason in ('revision_unknown', 'question_unknown')
          then 'The workers do not have the version of this question that was answered. This was not your code''s fault '
               'and costs no attempt. Operators: bring API and workers to the same release (in a checkout: run '
               '"npm run gen" and start again). Then please submit again.'
          when reason = 'backend_missing'
          then 'The workers that took this up do not have the backend that the question is graded by. This was not your '
               'code''s fault and costs no attempt. Operators: start a worker that has it; on each worker "npx gradecheck '
               'doctor" says which it has and what is missing. Then please submit again.'
          else 'Grading broke on our side several times. This was not your code''s fault and costs no attempt; '
               'please submit again.' end,
        'concepts', jsonb_build_array(), 'cases', jsonb_build_array(),
        'runtime', jsonb_build_object('name', s.runtime, 'version', 'unknown'),
        'device', jsonb_build_object('type', 'none', 'name', 'none'),
        'timings_ms', jsonb_build_object('prepare', 0, 'start', 0, 'run', 0, 'compare', 0))
  where s.id = job.submission_id;
  return 'dead';
end $function$
;

CREATE OR REPLACE FUNCTION wq.give_back_unreceived(claimant text, held uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  job wq.jobs;
begin
  for job in
    select j.* from wq.jobs j where j.state = 'leased' and j.worker = claimant and j.lease <> all (held)
    for update skip locked
  loop
    perform from gradecheck.submissions s where s.id = job.submission_id for update skip locked;
    continue when not found;
    update wq.jobs j set attempts = j.attempts - 1 where j.id = job.id;
    perform wq.give_back(job.id, 'claim_unanswered', true);
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION wq.is_offered(wanted_runtime text, wanted_device text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return exists (
    select from gradecheck.workers w
    where w.last_seen_at > now() - interval '60 seconds' and w.isolation ->> 'serves' = 'true'
      and w.runtimes @> jsonb_build_array(
        jsonb_build_object('name', wanted_runtime, 'devices', jsonb_build_array(wanted_device))));
end $function$
;

CREATE OR REPLACE FUNCTION wq.progress(job_id bigint, token uuid, seen jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  job wq.jobs;
begin
  select j.* into job from wq.jobs j
  where j.id = job_id and j.lease = token and j.state = 'leased' for update;
  if not found then return false; end if;
  if job.regrade then return true; end if; -- its submission is graded, and shows no progress
  update gradecheck.submissions s set progress = seen, version = s.version + 1 where s.id = job.submission_id;
  perform pg_notify('gradecheck_submissions', job.submission_id || ' running');
  return true;
end $function$
;

CREATE OR REPLACE FUNCTION wq.regrade(tenant text, submission text, wanted_device text, who text, request text)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION wq.report_worker(worker_id text, worker_name text, seen_isolation jsonb, seen_runtimes jsonb, seen_devices jsonb, worker_slots integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION wq.requeue_expired()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
;

grant execute on function wq.claim(claimant text, jobs_max integer, lease_seconds integer, runtimes text[], devices text[], held uuid[]) to gradecheck_worker;
grant execute on function wq.complete(job_id bigint, token uuid, given_verdict text, given_score double precision, given_max_score double precision, given_report jsonb, given_evidence jsonb) to gradecheck_worker;
grant execute on function wq.extend(job_id bigint, token uuid, lease_seconds integer) to gradecheck_worker;
grant execute on function wq.fail(job_id bigint, token uuid, reason text, retry_now boolean) to gradecheck_worker;
grant execute on function wq.progress(job_id bigint, token uuid, seen jsonb) to gradecheck_worker;
grant execute on function wq.report_worker(worker_id text, worker_name text, seen_isolation jsonb, seen_runtimes jsonb, seen_devices jsonb, worker_slots integer) to gradecheck_worker;
grant execute on function wq.requeue_expired() to gradecheck_worker;
grant usage on schema wq to gradecheck_worker;
