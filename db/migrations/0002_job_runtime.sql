DROP INDEX "wq"."jobs_ready_idx";--> statement-breakpoint
-- Written by hand: the column is filled before it must be full.
ALTER TABLE "wq"."jobs" ADD COLUMN "runtime" text;--> statement-breakpoint
UPDATE "wq"."jobs" j SET "runtime" = s."runtime" FROM "gradecheck"."submissions" s WHERE s."id" = j."submission_id";--> statement-breakpoint
ALTER TABLE "wq"."jobs" ALTER COLUMN "runtime" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "jobs_ready_idx" ON "wq"."jobs" USING btree ("runtime","tenant_id","priority" DESC NULLS FIRST,"run_at","id") WHERE state = 'ready';