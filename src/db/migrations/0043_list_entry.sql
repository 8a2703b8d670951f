CREATE TABLE `list_count` (
	`facet` text PRIMARY KEY NOT NULL,
	`entries` integer NOT NULL,
	CONSTRAINT "list_count_entries" CHECK("list_count"."entries" > 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `list_entry` (
	`facet` text NOT NULL,
	`at` integer NOT NULL,
	`title` text COLLATE NOCASE NOT NULL,
	`id` integer NOT NULL,
	PRIMARY KEY(`facet`, `at`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `list_entry_by_title` ON `list_entry` (`facet`,`title`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `list_entry_by_id` ON `list_entry` (`facet`,`id`);--> statement-breakpoint
-- What `list_entry` is to hold: one entry for each facet of a row, with null for anything. A migration that rebuilds one of the tables has
-- to drop these views before, and to make the views and the triggers again.
CREATE VIEW `narrative_listing` (`facet`, `at`, `title`, `id`) AS
	SELECT json_array('narratives'), `updated_at`, `name`, `id` FROM `narrative`;
--> statement-breakpoint
-- Any state but DRAFT: what everybody sees is one range.
CREATE VIEW `survey_listing` (`facet`, `at`, `title`, `id`) AS
	SELECT json_array('surveys', of_state.`value`, of_series.`value`, of_edition.`value`, of_sample.`value`), `dated_at`, `title`, `survey`.`id`
		FROM `survey`,
			json_each(iif(`state` = 'DRAFT', '["DRAFT"]', json_array(NULL, `state`))) AS of_state,
			json_each(iif(`series_id` IS NULL, '[null]', json_array(NULL, `series_id`))) AS of_series,
			json_each(iif(`edition` IS NULL, '[null]', json_array(NULL, `edition`))) AS of_edition,
			json_each(json_array(NULL, `is_sample`)) AS of_sample;
--> statement-breakpoint
-- The surveys in which a narrative has a result that can be seen; those of drafts are apart.
CREATE VIEW `result_listing` (`facet`, `at`, `title`, `id`, `narrative_id`) AS
	SELECT json_array('results', `narrative_id`, `state` = 'DRAFT'), `dated_at`, '', `survey`.`id`, `narrative_id`
		FROM `survey` CROSS JOIN `survey_option`
		WHERE `survey_option`.`survey_id` = `survey`.`id` AND (`results_visibility` = 'LIVE' OR `state` IN ('CLOSED', 'PUBLISHED'));
--> statement-breakpoint
CREATE VIEW `article_listing` (`facet`, `at`, `title`, `id`, `narrative_id`) AS
	SELECT json_array('articles', `status`, of_category.`value`, of_survey.`value`, of_narrative.`value`),
			coalesce(`published_at`, 0), `title`, `article`.`id`, of_narrative.`value`
		FROM `article`,
			json_each(json_array(NULL, `category_id`)) AS of_category,
			json_each(iif(`survey_id` IS NULL, '[null]', json_array(NULL, `survey_id`))) AS of_survey,
			json_each((
				SELECT json_insert(json_group_array(`narrative_id`), '$[#]', NULL) FROM `article_narrative` WHERE `article_id` = `article`.`id`
			)) AS of_narrative;
--> statement-breakpoint
INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`)
	SELECT `facet`, `at`, `title`, `id` FROM `narrative_listing`
	UNION ALL SELECT `facet`, `at`, `title`, `id` FROM `survey_listing`
	UNION ALL SELECT `facet`, `at`, `title`, `id` FROM `result_listing`
	UNION ALL SELECT `facet`, `at`, `title`, `id` FROM `article_listing`
	ORDER BY 1, 2, 4;
--> statement-breakpoint
INSERT INTO `list_count` (`facet`, `entries`) SELECT `facet`, count(*) FROM `list_entry` GROUP BY `facet`;
--> statement-breakpoint
INSERT INTO `list_count` (`facet`, `entries`) SELECT json_array('audit'), count(*) FROM `audit_entry` HAVING count(*) > 0;
--> statement-breakpoint
CREATE TRIGGER `list_entry_inserted` AFTER INSERT ON `list_entry` BEGIN
	INSERT INTO `list_count` (`facet`, `entries`) VALUES (new.`facet`, 1) ON CONFLICT (`facet`) DO UPDATE SET `entries` = `entries` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `list_entry_deleted` AFTER DELETE ON `list_entry` BEGIN
	DELETE FROM `list_count` WHERE `facet` = old.`facet` AND `entries` = 1;
	UPDATE `list_count` SET `entries` = `entries` - 1 WHERE `facet` = old.`facet`;
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entry_counted` AFTER INSERT ON `audit_entry` BEGIN
	INSERT INTO `list_count` (`facet`, `entries`) VALUES (json_array('audit'), 1) ON CONFLICT (`facet`) DO UPDATE SET `entries` = `entries` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_inserted_listing` AFTER INSERT ON `narrative` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`) SELECT `facet`, `at`, `title`, `id` FROM `narrative_listing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
-- What a row was listed under is known before it changes, and what it is listed under afterwards.
CREATE TRIGGER `narrative_unlisted` BEFORE UPDATE OF `id`, `name`, `updated_at` ON `narrative` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `narrative_listing` WHERE `id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_relisted` AFTER UPDATE OF `id`, `name`, `updated_at` ON `narrative` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`) SELECT `facet`, `at`, `title`, `id` FROM `narrative_listing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_deleted_listing` BEFORE DELETE ON `narrative` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `narrative_listing` WHERE `id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `survey_inserted_listing` AFTER INSERT ON `survey` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`) SELECT `facet`, `at`, `title`, `id` FROM `survey_listing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_unlisted` BEFORE UPDATE OF `id`, `title`, `state`, `series_id`, `edition`, `is_sample`, `opens_at`, `results_visibility` ON `survey` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `survey_listing` WHERE `id` = old.`id`);
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `result_listing` WHERE `id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `survey_relisted` AFTER UPDATE OF `id`, `title`, `state`, `series_id`, `edition`, `is_sample`, `opens_at`, `results_visibility` ON `survey` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`)
		SELECT `facet`, `at`, `title`, `id` FROM `survey_listing` WHERE `id` = new.`id`
		UNION ALL SELECT `facet`, `at`, `title`, `id` FROM `result_listing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_deleted_listing` BEFORE DELETE ON `survey` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `survey_listing` WHERE `id` = old.`id`);
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `result_listing` WHERE `id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_inserted_listing` AFTER INSERT ON `survey_option` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`)
		SELECT `facet`, `at`, `title`, `id` FROM `result_listing` WHERE `id` = new.`survey_id` AND `narrative_id` = new.`narrative_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_unlisted` BEFORE UPDATE OF `survey_id`, `narrative_id` ON `survey_option` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (
		SELECT `facet`, `id` FROM `result_listing` WHERE `id` = old.`survey_id` AND `narrative_id` = old.`narrative_id`
	);
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_relisted` AFTER UPDATE OF `survey_id`, `narrative_id` ON `survey_option` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`)
		SELECT `facet`, `at`, `title`, `id` FROM `result_listing` WHERE `id` = new.`survey_id` AND `narrative_id` = new.`narrative_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_deleted_listing` BEFORE DELETE ON `survey_option` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (
		SELECT `facet`, `id` FROM `result_listing` WHERE `id` = old.`survey_id` AND `narrative_id` = old.`narrative_id`
	);
END;
--> statement-breakpoint
CREATE TRIGGER `article_inserted_listing` AFTER INSERT ON `article` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`) SELECT `facet`, `at`, `title`, `id` FROM `article_listing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `article_unlisted` BEFORE UPDATE OF `id`, `title`, `status`, `category_id`, `survey_id`, `published_at` ON `article` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `article_listing` WHERE `id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `article_relisted` AFTER UPDATE OF `id`, `title`, `status`, `category_id`, `survey_id`, `published_at` ON `article` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`) SELECT `facet`, `at`, `title`, `id` FROM `article_listing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `article_deleted_listing` BEFORE DELETE ON `article` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (SELECT `facet`, `id` FROM `article_listing` WHERE `id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_inserted_listing` AFTER INSERT ON `article_narrative` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`)
		SELECT `facet`, `at`, `title`, `id` FROM `article_listing` WHERE `id` = new.`article_id` AND `narrative_id` = new.`narrative_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_unlisted` BEFORE UPDATE OF `article_id`, `narrative_id` ON `article_narrative` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (
		SELECT `facet`, `id` FROM `article_listing` WHERE `id` = old.`article_id` AND `narrative_id` = old.`narrative_id`
	);
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_relisted` AFTER UPDATE OF `article_id`, `narrative_id` ON `article_narrative` BEGIN
	INSERT INTO `list_entry` (`facet`, `at`, `title`, `id`)
		SELECT `facet`, `at`, `title`, `id` FROM `article_listing` WHERE `id` = new.`article_id` AND `narrative_id` = new.`narrative_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `article_narrative_deleted_listing` BEFORE DELETE ON `article_narrative` BEGIN
	DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (
		SELECT `facet`, `id` FROM `article_listing` WHERE `id` = old.`article_id` AND `narrative_id` = old.`narrative_id`
	);
END;
--> statement-breakpoint
-- Lists without filters, of at most 100, in the order of an index.
CREATE INDEX `series_by_title` ON `series` (`title` COLLATE NOCASE, `id`);--> statement-breakpoint
CREATE INDEX `category_by_name` ON `category` (`name` COLLATE NOCASE, `id`);--> statement-breakpoint
DROP INDEX `article_by_survey`;--> statement-breakpoint
DROP INDEX `survey_dated_at`;
