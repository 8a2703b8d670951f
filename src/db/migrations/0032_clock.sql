CREATE TABLE `clock` (
	`id` integer PRIMARY KEY NOT NULL,
	`written_at` integer NOT NULL,
	`doubt_since` real,
	`doubt_time` real,
	`doubt_seen` real,
	CONSTRAINT "clock_row" CHECK("clock"."id" = 1)
);
--> statement-breakpoint
-- Times of edits do not count: editors write them by the clock of their process, which nothing has checked.
INSERT INTO `clock` (`id`, `written_at`) VALUES (1, coalesce((SELECT `at` FROM `vote_event` ORDER BY `sequence` DESC LIMIT 1), 0));
