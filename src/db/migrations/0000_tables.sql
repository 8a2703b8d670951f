CREATE TABLE `article` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`excerpt` text NOT NULL,
	`category_id` integer NOT NULL,
	`author_id` integer NOT NULL,
	`reading_time_minutes` integer NOT NULL,
	`published_at` integer,
	`updated_at` integer NOT NULL,
	`markdown` text NOT NULL,
	`search_text` text NOT NULL,
	`faqs` text NOT NULL,
	`disclaimer` text,
	`survey_id` integer,
	FOREIGN KEY (`category_id`) REFERENCES `category`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `author`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "article_reading_time" CHECK("article"."reading_time_minutes" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `article_slug_unique` ON `article` (`slug`);--> statement-breakpoint
CREATE INDEX `article_category` ON `article` (`category_id`);--> statement-breakpoint
CREATE INDEX `article_survey` ON `article` (`survey_id`);--> statement-breakpoint
CREATE TABLE `article_narrative` (
	`article_id` integer NOT NULL,
	`narrative_id` integer NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`article_id`, `narrative_id`),
	FOREIGN KEY (`article_id`) REFERENCES `article`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`narrative_id`) REFERENCES `narrative`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `article_narrative_narrative` ON `article_narrative` (`narrative_id`);--> statement-breakpoint
CREATE TABLE `article_section` (
	`article_id` integer NOT NULL,
	`position` integer NOT NULL,
	`level` integer NOT NULL,
	`anchor` text NOT NULL,
	`heading` text NOT NULL,
	`heading_html` text NOT NULL,
	`heading_markdown` text NOT NULL,
	`markdown` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`article_id`, `position`),
	FOREIGN KEY (`article_id`) REFERENCES `article`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `author` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `author_name_unique` ON `author` (`name`);--> statement-breakpoint
CREATE TABLE `category` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `category_slug_unique` ON `category` (`slug`);--> statement-breakpoint
CREATE TABLE `content_file` (
	`kind` text NOT NULL,
	`slug` text NOT NULL,
	`digest` text NOT NULL,
	`loaded_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `slug`)
);
--> statement-breakpoint
CREATE TABLE `narrative` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`summary` text NOT NULL,
	`key_points` text NOT NULL,
	`related_projects` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `narrative_slug_unique` ON `narrative` (`slug`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `series_slug_unique` ON `series` (`slug`);--> statement-breakpoint
CREATE TABLE `survey` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`question` text NOT NULL,
	`description` text,
	`series_id` integer,
	`edition` integer,
	`state` text NOT NULL,
	`method` text NOT NULL,
	`max_choices` integer NOT NULL,
	`result_source` text NOT NULL,
	`results_visibility` text NOT NULL,
	`opens_at` integer,
	`closes_at` integer,
	`published_at` integer,
	`is_sample` integer NOT NULL,
	`ballots` integer,
	`counted_at` integer,
	`updated_at` integer NOT NULL,
	`dated_at` integer GENERATED ALWAYS AS (coalesce(opens_at, unixepoch(printf('%04d-01-01', edition)) * 1000, 0)) VIRTUAL NOT NULL,
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "survey_max_choices" CHECK("survey"."max_choices" between 1 and 64),
	CONSTRAINT "survey_single_choice" CHECK("survey"."method" <> 'SINGLE_CHOICE' or "survey"."max_choices" = 1),
	CONSTRAINT "survey_window" CHECK("survey"."closes_at" is null or "survey"."opens_at" is null or "survey"."closes_at" > "survey"."opens_at"),
	CONSTRAINT "survey_ballots" CHECK(("survey"."result_source" = 'TALLIED') = ("survey"."ballots" is not null)),
	CONSTRAINT "survey_reported_state" CHECK("survey"."result_source" = 'TALLIED' or "survey"."state" in ('DRAFT', 'PUBLISHED'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `survey_slug_unique` ON `survey` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `survey_edition` ON `survey` (`series_id`,`edition`);--> statement-breakpoint
CREATE INDEX `survey_dated_at` ON `survey` (`dated_at`);--> statement-breakpoint
CREATE TABLE `survey_option` (
	`survey_id` integer NOT NULL,
	`narrative_id` integer NOT NULL,
	`position` integer NOT NULL,
	`votes` integer,
	`reported_share` integer,
	PRIMARY KEY(`survey_id`, `narrative_id`),
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`narrative_id`) REFERENCES `narrative`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "survey_option_figure" CHECK(("survey_option"."votes" is null) <> ("survey_option"."reported_share" is null)),
	CONSTRAINT "survey_option_votes" CHECK("survey_option"."votes" >= 0),
	CONSTRAINT "survey_option_share" CHECK("survey_option"."reported_share" between 0 and 10000)
);
--> statement-breakpoint
CREATE INDEX `survey_option_narrative` ON `survey_option` (`narrative_id`);