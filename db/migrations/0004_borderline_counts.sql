CREATE TABLE "gradecheck"."borderline_counts" (
	"question_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"agreed" bigint NOT NULL,
	"differed" bigint NOT NULL,
	CONSTRAINT "borderline_counts_question_id_shard_pk" PRIMARY KEY("question_id","shard")
);
