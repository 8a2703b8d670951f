-- Every Markdown text is stored once in each of its forms, beside its row instead of in it: lists of articles and surveys do not read them.
-- Sections become places in those. `rendered_by` is 0, so that all is rendered once the migrations are done (`renderOutdated`).
CREATE TABLE `article_text` (
	`article_id` integer NOT NULL,
	`format` text NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`article_id`, `format`),
	FOREIGN KEY (`article_id`) REFERENCES `article`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
-- Until they are rendered, texts read as they were written (`unrendered`).
INSERT INTO `article_text` (`article_id`, `format`, `content`)
	SELECT `id`, 'MARKDOWN', `markdown` FROM `article`
	UNION ALL SELECT `id`, 'TEXT', `markdown` FROM `article`
	UNION ALL SELECT `id`, 'HTML', '<pre>' || replace(replace(replace(`markdown`, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</pre>' FROM `article`;
--> statement-breakpoint
CREATE TABLE `article_faq` (
	`article_id` integer NOT NULL,
	`position` integer NOT NULL,
	`question` text NOT NULL,
	`markdown` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`article_id`, `position`),
	FOREIGN KEY (`article_id`) REFERENCES `article`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `article_faq` (`article_id`, `position`, `question`, `markdown`, `html`, `text`)
	SELECT `article`.`id`, `faq`.`key`, `faq`.`value` ->> 'question', `faq`.`value` ->> 'markdown', `faq`.`value` ->> 'html', `faq`.`value` ->> 'text'
	FROM `article`, json_each(`article`.`faqs`) AS `faq`;
--> statement-breakpoint
CREATE TABLE `survey_description` (
	`survey_id` integer PRIMARY KEY NOT NULL,
	`markdown` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	`rendered_by` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `survey_description_rendered_by` ON `survey_description` (`rendered_by`);
--> statement-breakpoint
INSERT INTO `survey_description` (`survey_id`, `markdown`, `html`, `text`)
	SELECT `id`, `description`, '<pre>' || replace(replace(replace(`description`, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</pre>', `description`
	FROM `survey` WHERE `description` IS NOT NULL;
--> statement-breakpoint
DROP TRIGGER `narrative_inserted_search`;
--> statement-breakpoint
DROP TRIGGER `narrative_updated_search`;
--> statement-breakpoint
DROP TRIGGER `narrative_deleted_search`;
--> statement-breakpoint
DROP TRIGGER `survey_inserted_search`;
--> statement-breakpoint
DROP TRIGGER `survey_updated_search`;
--> statement-breakpoint
DROP TRIGGER `survey_deleted_search`;
--> statement-breakpoint
DROP TRIGGER `article_inserted_search`;
--> statement-breakpoint
DROP TRIGGER `article_updated_search`;
--> statement-breakpoint
DROP TRIGGER `article_deleted_search`;
--> statement-breakpoint
DROP TRIGGER `survey_updated_version`;
--> statement-breakpoint
DROP VIEW `search_source`;
--> statement-breakpoint
DROP TABLE `article_section`;
--> statement-breakpoint
CREATE TABLE `article_section` (
	`article_id` integer NOT NULL,
	`position` integer NOT NULL,
	`level` integer NOT NULL,
	`anchor` text NOT NULL,
	`heading` text NOT NULL,
	`markdown_start` integer NOT NULL,
	`markdown_end` integer NOT NULL,
	`html_start` integer NOT NULL,
	`html_end` integer NOT NULL,
	`text_start` integer NOT NULL,
	`text_end` integer NOT NULL,
	`definitions` text NOT NULL,
	PRIMARY KEY(`article_id`, `position`),
	FOREIGN KEY (`article_id`) REFERENCES `article`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `article` ADD `rendered_by` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE INDEX `article_rendered_by` ON `article` (`rendered_by`);
--> statement-breakpoint
ALTER TABLE `article` DROP COLUMN `markdown`;
--> statement-breakpoint
ALTER TABLE `article` DROP COLUMN `faqs`;
--> statement-breakpoint
ALTER TABLE `survey` DROP COLUMN `description`;
--> statement-breakpoint
-- As in 0001, but for the description of a survey.
CREATE VIEW `search_source` (`kind`, `source_id`, `title`, `body`) AS
	SELECT 0, `id`,
		CASE WHEN `short_name` = `name` THEN `name` ELSE `name` || ' (' || `short_name` || ')' END,
		`summary` || coalesce(
			(SELECT group_concat(char(10) || (point.value ->> 'title') || char(10) || (point.value ->> 'body'), '') FROM json_each(`key_points`) AS point),
			''
		)
		FROM `narrative`
	UNION ALL
	SELECT 1, `id`, `title`, `question` || coalesce(
			(SELECT char(10) || `text` FROM `survey_description` WHERE `survey_id` = `survey`.`id`),
			''
		)
		FROM `survey` WHERE `state` <> 'DRAFT'
	UNION ALL
	SELECT 2, `id`, `title`, `excerpt` || char(10) || `search_text` FROM `article` WHERE `status` = 'PUBLISHED';
--> statement-breakpoint
CREATE TRIGGER `narrative_inserted_search` AFTER INSERT ON `narrative` BEGIN
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 0 AND `source_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_updated_search` AFTER UPDATE OF `id`, `name`, `short_name`, `summary`, `key_points` ON `narrative` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`id` * 4;
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 0 AND `source_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_deleted_search` AFTER DELETE ON `narrative` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`id` * 4;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_inserted_search` AFTER INSERT ON `survey` BEGIN
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 1 AND `source_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_updated_search` AFTER UPDATE OF `id`, `title`, `question`, `state` ON `survey` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`id` * 4 + 1;
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 1 AND `source_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_deleted_search` AFTER DELETE ON `survey` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`id` * 4 + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_inserted_search` AFTER INSERT ON `article` BEGIN
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 2 AND `source_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `article_updated_search` AFTER UPDATE OF `id`, `title`, `excerpt`, `search_text`, `status` ON `article` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`id` * 4 + 2;
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 2 AND `source_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `article_deleted_search` AFTER DELETE ON `article` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`id` * 4 + 2;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_inserted_search` AFTER INSERT ON `survey_description` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = new.`survey_id` * 4 + 1;
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 1 AND `source_id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_updated_search` AFTER UPDATE ON `survey_description` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = new.`survey_id` * 4 + 1;
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 1 AND `source_id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_deleted_search` AFTER DELETE ON `survey_description` BEGIN
	DELETE FROM `search_index` WHERE `rowid` = old.`survey_id` * 4 + 1;
	INSERT INTO `search_index` (`rowid`, `title`, `body`)
		SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source` WHERE `kind` = 1 AND `source_id` = old.`survey_id`;
END;
--> statement-breakpoint
-- As in 0006, but for the description; the new tables have triggers like all that is published.
CREATE TRIGGER `survey_updated_version` AFTER UPDATE OF `slug`, `title`, `question`, `series_id`, `edition`, `state`, `method`, `max_choices`, `result_source`, `results_visibility`, `opens_at`, `closes_at`, `published_at`, `is_sample`, `revision`, `updated_at` ON `survey` BEGIN
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
CREATE TRIGGER `article_text_inserted_version` AFTER INSERT ON `article_text` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_text_updated_version` AFTER UPDATE ON `article_text` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_text_deleted_version` AFTER DELETE ON `article_text` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_faq_inserted_version` AFTER INSERT ON `article_faq` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_faq_updated_version` AFTER UPDATE ON `article_faq` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `article_faq_deleted_version` AFTER DELETE ON `article_faq` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_inserted_version` AFTER INSERT ON `survey_description` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_updated_version` AFTER UPDATE ON `survey_description` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_deleted_version` AFTER DELETE ON `survey_description` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
