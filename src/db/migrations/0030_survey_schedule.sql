DROP INDEX `survey_running`;--> statement-breakpoint
CREATE INDEX `survey_closing` ON `survey` (`closes_at`) WHERE state in ('SCHEDULED', 'OPEN');--> statement-breakpoint
CREATE INDEX `survey_opening` ON `survey` (`opens_at`) WHERE state = 'SCHEDULED';