CREATE TABLE "gradecheck"."regrades" (
	"submission_id" text NOT NULL,
	"device" text NOT NULL,
	"status" text NOT NULL,
	"verdict" text,
	"score" double precision,
	"max_score" double precision,
	"report" jsonb,
	"evidence" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "regrades_submission_id_device_pk" PRIMARY KEY("submission_id","device"),
	CONSTRAINT "regrades_device_known" CHECK ("gradecheck"."regrades"."device" in ('cpu', 'cuda', 'webgpu')),
	CONSTRAINT "regrades_status_known" CHECK ("gradecheck"."regrades"."status" in ('queued', 'running', 'graded', 'failed')),
	CONSTRAINT "regrades_verdict_known" CHECK ("gradecheck"."regrades"."verdict" in ('accepted', 'wrong_answer', 'runtime_error', 'syntax_error', 'time_limit', 'memory_limit', 'output_limit', 'security_violation', 'forbidden_builtin', 'invalid_output', 'grader_error')),
	CONSTRAINT "regrades_verdict_matches_status" CHECK (case "gradecheck"."regrades"."status" when 'graded' then coalesce("gradecheck"."regrades"."verdict" <> 'grader_error' and "gradecheck"."regrades"."report" is not null, false)
                           when 'failed' then coalesce("gradecheck"."regrades"."verdict" = 'grader_error', false)
                           else "gradecheck"."regrades"."verdict" is null end),
	CONSTRAINT "regrades_final_has_end" CHECK (("gradecheck"."regrades"."status" in ('graded', 'failed')) = ("gradecheck"."regrades"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "gradecheck"."verdict_counts" (
	"verdict" text NOT NULL,
	"shard" smallint NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "verdict_counts_verdict_shard_pk" PRIMARY KEY("verdict","shard")
);
--> statement-breakpoint
DROP INDEX "wq"."jobs_submission_key";--> statement-breakpoint
DROP INDEX "wq"."jobs_ready_idx";--> statement-breakpoint
ALTER TABLE "gradecheck"."submissions" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "gradecheck"."submissions" ADD COLUMN "device_strict" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "wq"."jobs" ADD COLUMN "device" text DEFAULT 'any' NOT NULL;--> statement-breakpoint
ALTER TABLE "wq"."jobs" ADD COLUMN "device_strict" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "wq"."jobs" ADD COLUMN "regrade" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Written by hand: what workers said of themselves they say again within seconds.
DELETE FROM "gradecheck"."workers";--> statement-breakpoint
ALTER TABLE "gradecheck"."workers" ADD COLUMN "devices" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "gradecheck"."regrades" ADD CONSTRAINT "regrades_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "gradecheck"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_regrade_key" ON "wq"."jobs" USING btree ("submission_id","device") WHERE regrade;--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_submission_key" ON "wq"."jobs" USING btree ("submission_id") WHERE not regrade;--> statement-breakpoint
CREATE INDEX "jobs_ready_idx" ON "wq"."jobs" USING btree ("runtime","device","device_strict","tenant_id","priority" DESC NULLS FIRST,"run_at","id") WHERE state = 'ready';--> statement-breakpoint
ALTER TABLE "gradecheck"."workers" DROP COLUMN "device";--> statement-breakpoint
ALTER TABLE "gradecheck"."submissions" ADD CONSTRAINT "submissions_device_known" CHECK ("gradecheck"."submissions"."device" in ('cpu', 'cuda', 'webgpu'));--> statement-breakpoint
ALTER TABLE "wq"."jobs" ADD CONSTRAINT "jobs_device_known" CHECK ("wq"."jobs"."device" in ('any', 'cpu', 'cuda', 'webgpu'));--> statement-breakpoint
ALTER TABLE "wq"."jobs" ADD CONSTRAINT "jobs_regrade_names_its_device" CHECK (not "wq"."jobs"."regrade" or ("wq"."jobs"."device" <> 'any' and "wq"."jobs"."device_strict"));--> statement-breakpoint
-- Written by hand, from here on: the counter behind /metrics.
CREATE FUNCTION gradecheck.count_verdict() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
begin
  insert into gradecheck.verdict_counts as counted (verdict, shard, count) values (new.verdict, pg_backend_pid() % 16, 1)
  on conflict (verdict, shard) do update set count = counted.count + 1;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER submissions_verdict_counted_on_insert AFTER INSERT ON gradecheck.submissions
FOR EACH ROW WHEN (new.verdict IS NOT NULL) EXECUTE FUNCTION gradecheck.count_verdict();--> statement-breakpoint
CREATE TRIGGER submissions_verdict_counted_on_update AFTER UPDATE OF verdict ON gradecheck.submissions
FOR EACH ROW WHEN (new.verdict IS NOT NULL AND old.verdict IS DISTINCT FROM new.verdict) EXECUTE FUNCTION gradecheck.count_verdict();--> statement-breakpoint
INSERT INTO gradecheck.verdict_counts (verdict, shard, count)
SELECT verdict, 0, count(*) FROM gradecheck.submissions WHERE verdict IS NOT NULL GROUP BY verdict;
