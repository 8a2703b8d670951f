-- Counts every change of what is published, but for what votes change: their figures have the survey's `tally_version`. A migration that
-- rebuilds one of these tables has to make its triggers again, and one that adds a column to `survey` or `survey_option` to name it here.
INSERT INTO `content_version` (`id`, `version`) VALUES (1, 1);
--> statement-breakpoint
CREATE TRIGGER `narrative_inserted_version` AFTER INSERT ON `narrative` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_updated_version` AFTER UPDATE ON `narrative` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_deleted_version` AFTER DELETE ON `narrative` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_inserted_version` AFTER INSERT ON `survey` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_updated_version` AFTER UPDATE OF `slug`, `title`, `question`, `description`, `series_id`, `edition`, `state`, `method`, `max_choices`, `result_source`, `results_visibility`, `opens_at`, `closes_at`, `published_at`, `is_sample`, `revision`, `updated_at` ON `survey` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_deleted_version` AFTER DELETE ON `survey` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_inserted_version` AFTER INSERT ON `survey_option` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_updated_version` AFTER UPDATE OF `survey_id`, `narrative_id`, `position`, `reported_share` ON `survey_option` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_deleted_version` AFTER DELETE ON `survey_option` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `series_inserted_version` AFTER INSERT ON `series` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `series_updated_version` AFTER UPDATE ON `series` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `series_deleted_version` AFTER DELETE ON `series` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_inserted_version` AFTER INSERT ON `article` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_updated_version` AFTER UPDATE ON `article` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_deleted_version` AFTER DELETE ON `article` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_section_inserted_version` AFTER INSERT ON `article_section` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_section_updated_version` AFTER UPDATE ON `article_section` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_section_deleted_version` AFTER DELETE ON `article_section` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_inserted_version` AFTER INSERT ON `article_narrative` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_updated_version` AFTER UPDATE ON `article_narrative` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_deleted_version` AFTER DELETE ON `article_narrative` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `author_inserted_version` AFTER INSERT ON `author` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `author_updated_version` AFTER UPDATE ON `author` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `author_deleted_version` AFTER DELETE ON `author` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `category_inserted_version` AFTER INSERT ON `category` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `category_updated_version` AFTER UPDATE ON `category` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `category_deleted_version` AFTER DELETE ON `category` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
