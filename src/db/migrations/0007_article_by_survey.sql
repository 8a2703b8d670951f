DROP INDEX `article_survey`;--> statement-breakpoint
-- All that decides a page of a survey's articles, newest first: their rows, with their long texts, need not be looked into.
CREATE INDEX `article_by_survey` ON `article` (`survey_id`, coalesce(`published_at`, 0) DESC, `id` DESC, `status`);
