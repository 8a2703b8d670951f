CREATE TABLE `runoff` (
	`survey_id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`result` text NOT NULL,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `survey` ADD `runoff_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey` ADD `runoff_ballots` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey` ADD `runoff_at` integer;--> statement-breakpoint
ALTER TABLE `survey` ADD `runoff_complete` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `survey_uncounted` ON `survey` (`id`) WHERE method = 'RANKED_CHOICE' and result_source = 'TALLIED' and (tally_version > runoff_version or (state in ('CLOSED', 'PUBLISHED') and runoff_complete = 0));