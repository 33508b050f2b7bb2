CREATE SCHEMA "gradecheck";
--> statement-breakpoint
CREATE SCHEMA "wq";
--> statement-breakpoint
CREATE TABLE "gradecheck"."api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"hint" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_secret_hash_is_sha256" CHECK (octet_length("gradecheck"."api_keys"."secret_hash") = 32),
	CONSTRAINT "api_keys_scopes_known" CHECK ("gradecheck"."api_keys"."scopes" <@ array['read', 'submit', 'admin'])
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."tenants" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."submissions" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"question_id" text NOT NULL,
	"question_revision" text NOT NULL,
	"kind" text NOT NULL,
	"runtime" text,
	"mode" text NOT NULL,
	"answer" jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text NOT NULL,
	"verdict" text,
	"score" double precision,
	"max_score" double precision,
	"report" jsonb,
	"evidence" jsonb,
	"progress" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"attempt_charged" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "submissions_kind_known" CHECK ("gradecheck"."submissions"."kind" in ('code', 'single_choice', 'multiple_choice', 'numeric', 'ordering', 'matching', 'cloze', 'short_text')),
	CONSTRAINT "submissions_mode_known" CHECK ("gradecheck"."submissions"."mode" in ('grade', 'precheck')),
	CONSTRAINT "submissions_status_known" CHECK ("gradecheck"."submissions"."status" in ('queued', 'running', 'graded', 'cancelled', 'failed')),
	CONSTRAINT "submissions_verdict_known" CHECK ("gradecheck"."submissions"."verdict" in ('accepted', 'wrong_answer', 'runtime_error', 'syntax_error', 'time_limit', 'memory_limit', 'output_limit', 'security_violation', 'forbidden_builtin', 'invalid_output', 'grader_error')),
	CONSTRAINT "submissions_code_has_runtime" CHECK (("gradecheck"."submissions"."kind" = 'code') = ("gradecheck"."submissions"."runtime" is not null)),
	CONSTRAINT "submissions_verdict_matches_status" CHECK (case "gradecheck"."submissions"."status" when 'graded' then coalesce("gradecheck"."submissions"."verdict" <> 'grader_error', false)
                           when 'failed' then coalesce("gradecheck"."submissions"."verdict" = 'grader_error', false)
                           else "gradecheck"."submissions"."verdict" is null end),
	CONSTRAINT "submissions_graded_is_complete" CHECK ("gradecheck"."submissions"."status" <> 'graded' or ("gradecheck"."submissions"."score" is not null and "gradecheck"."submissions"."max_score" is not null and "gradecheck"."submissions"."report" is not null)),
	CONSTRAINT "submissions_final_has_end" CHECK (("gradecheck"."submissions"."status" in ('graded', 'cancelled', 'failed')) = ("gradecheck"."submissions"."finished_at" is not null)),
	CONSTRAINT "submissions_fault_is_free" CHECK ("gradecheck"."submissions"."status" not in ('cancelled', 'failed') or not "gradecheck"."submissions"."attempt_charged")
);
--> statement-breakpoint
CREATE TABLE "wq"."jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "wq"."jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"submission_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"priority" smallint DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'ready' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"max_attempts" smallint DEFAULT 5 NOT NULL,
	"lease" uuid,
	"lease_until" timestamp (3) with time zone,
	"worker" text,
	"run_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"last_fault" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "jobs_state_known" CHECK ("wq"."jobs"."state" in ('ready', 'leased', 'done', 'dead', 'cancelled')),
	CONSTRAINT "jobs_lease_exactly_while_leased" CHECK (("wq"."jobs"."state" = 'leased') = ("wq"."jobs"."lease" is not null) and ("wq"."jobs"."lease" is null) = ("wq"."jobs"."lease_until" is null)),
	CONSTRAINT "jobs_end_exactly_when_over" CHECK (("wq"."jobs"."state" in ('done', 'dead', 'cancelled')) = ("wq"."jobs"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gradecheck"."audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" text,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"request_id" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."idempotency_keys" (
	"tenant_id" text NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"resource_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_tenant_id_operation_key_pk" PRIMARY KEY("tenant_id","operation","key")
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."installed_functions" (
	"file" text PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"installed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."workers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"isolation" jsonb NOT NULL,
	"runtimes" jsonb NOT NULL,
	"device" jsonb NOT NULL,
	"slots" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "gradecheck"."api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "gradecheck"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradecheck"."submissions" ADD CONSTRAINT "submissions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "gradecheck"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wq"."jobs" ADD CONSTRAINT "jobs_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "gradecheck"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradecheck"."idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "gradecheck"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "gradecheck"."api_keys" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "api_keys_tenant_idx" ON "gradecheck"."api_keys" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tenants_name_key" ON "gradecheck"."tenants" USING btree ("name");--> statement-breakpoint
CREATE INDEX "submissions_tenant_newest_idx" ON "gradecheck"."submissions" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_submission_key" ON "wq"."jobs" USING btree ("submission_id");--> statement-breakpoint
CREATE INDEX "jobs_ready_idx" ON "wq"."jobs" USING btree ("tenant_id","priority" DESC NULLS FIRST,"run_at","id") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "jobs_leased_idx" ON "wq"."jobs" USING btree ("tenant_id") WHERE state = 'leased';--> statement-breakpoint
CREATE INDEX "jobs_lease_until_idx" ON "wq"."jobs" USING btree ("lease_until") WHERE state = 'leased';--> statement-breakpoint
CREATE INDEX "audit_log_tenant_idx" ON "gradecheck"."audit_log" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_idx" ON "gradecheck"."idempotency_keys" USING btree ("created_at");