CREATE TABLE `idempotency_key` (
	`survey_id` integer NOT NULL,
	`key_hash` text NOT NULL,
	`sequence` integer NOT NULL,
	PRIMARY KEY(`survey_id`, `key_hash`),
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `ranking_count` (
	`survey_id` integer NOT NULL,
	`ranking` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`survey_id`, `ranking`),
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ranking_count_positive" CHECK("ranking_count"."count" >= 0)
);
--> statement-breakpoint
CREATE TABLE `result_revision` (
	`survey_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`at` integer NOT NULL,
	`reason` text NOT NULL,
	`figures` text NOT NULL,
	PRIMARY KEY(`survey_id`, `revision`),
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `turnout_hour` (
	`survey_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`votes` integer NOT NULL,
	PRIMARY KEY(`survey_id`, `hour`),
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "turnout_hour_positive" CHECK("turnout_hour"."votes" >= 0)
);
--> statement-breakpoint
CREATE TABLE `vote` (
	`survey_id` integer NOT NULL,
	`voter` text NOT NULL,
	`id` text NOT NULL,
	`sequence` integer NOT NULL,
	`choices` text NOT NULL,
	`ranking` text,
	`cast_at` integer NOT NULL,
	`channel` text NOT NULL,
	`receipt` text NOT NULL,
	`batch_id` text,
	PRIMARY KEY(`survey_id`, `voter`),
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vote_ranking" CHECK("vote"."ranking" <> '[]')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vote_receipt_unique` ON `vote` (`receipt`);--> statement-breakpoint
CREATE UNIQUE INDEX `vote_by_id` ON `vote` (`survey_id`,`id`);--> statement-breakpoint
CREATE INDEX `vote_batch_votes` ON `vote` (`batch_id`) WHERE batch_id is not null;--> statement-breakpoint
CREATE TABLE `vote_batch` (
	`id` text PRIMARY KEY NOT NULL,
	`survey_id` integer NOT NULL,
	`file_digest` text NOT NULL,
	`options` text NOT NULL,
	`run` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`rows` integer NOT NULL,
	`votes` integer NOT NULL,
	`blank` integer NOT NULL,
	`faulty` integer NOT NULL,
	`voided_at` integer,
	`void_reason` text,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vote_batch_rows" CHECK("vote_batch"."rows" = "vote_batch"."votes" + "vote_batch"."blank" + "vote_batch"."faulty"),
	CONSTRAINT "vote_batch_void" CHECK(("vote_batch"."voided_at" is null) = ("vote_batch"."void_reason" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vote_batch_file` ON `vote_batch` (`survey_id`,`file_digest`) WHERE voided_at is null;--> statement-breakpoint
CREATE TABLE `vote_event` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`survey_id` integer NOT NULL,
	`voter` text NOT NULL,
	`choices` text,
	`at` integer NOT NULL,
	`channel` text NOT NULL,
	`receipt` text,
	`batch_id` text,
	`replaces` integer,
	`restores` integer,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`batch_id`) REFERENCES `vote_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vote_event_kind" CHECK("vote_event"."kind" in ('CAST', 'WITHDRAW', 'VOID')),
	CONSTRAINT "vote_event_channel" CHECK("vote_event"."channel" in ('API', 'IMPORT')),
	CONSTRAINT "vote_event_cast" CHECK(("vote_event"."kind" = 'CAST') = ("vote_event"."choices" is not null) and ("vote_event"."kind" = 'CAST') = ("vote_event"."receipt" is not null)),
	CONSTRAINT "vote_event_choices" CHECK("vote_event"."choices" is null or (json_type("vote_event"."choices") = 'array' and "vote_event"."choices" = json("vote_event"."choices"))),
	CONSTRAINT "vote_event_batch" CHECK(("vote_event"."channel" = 'IMPORT') = ("vote_event"."batch_id" is not null)),
	CONSTRAINT "vote_event_restores" CHECK("vote_event"."restores" is null or "vote_event"."kind" = 'VOID'),
	CONSTRAINT "vote_event_id" CHECK(length("vote_event"."id") >= 22)
);
--> statement-breakpoint
ALTER TABLE `survey` ADD `revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey` ADD `tally_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `survey_running` ON `survey` (`state`) WHERE state in ('SCHEDULED', 'OPEN');