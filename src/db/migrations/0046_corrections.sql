CREATE TABLE `correction` (
	`survey_id` integer PRIMARY KEY NOT NULL,
	`ballots` integer DEFAULT 0 NOT NULL,
	`imported` integer DEFAULT 0 NOT NULL,
	`counted_at` integer,
	`version` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `survey_uncounted`;--> statement-breakpoint
ALTER TABLE `survey` ADD `imported_ballots` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey` ADD `is_correcting` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `survey` ADD `unfinished_imports_reason` text;--> statement-breakpoint
CREATE INDEX `survey_uncounted` ON `survey` (`id`) WHERE method = 'RANKED_CHOICE' and result_source = 'TALLIED' and is_correcting = 0 and (tally_version > runoff_version or (state in ('CLOSED', 'PUBLISHED') and runoff_complete = 0));--> statement-breakpoint
ALTER TABLE `survey_option` ADD `imported` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey_option` ADD `pending_votes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey_option` ADD `pending_mentions` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `survey_option` ADD `pending_imported` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `ranking_count` ADD `imported` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `turnout_hour` ADD `pending` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `vote_batch` ADD `void_finished_at` integer;--> statement-breakpoint
ALTER TABLE `vote_batch` ADD `replaces` text REFERENCES vote_batch(id);--> statement-breakpoint
CREATE INDEX `vote_batch_unfinished` ON `vote_batch` (`survey_id`) WHERE iif(voided_at is null, finished_at, void_finished_at) is null;
--> statement-breakpoint
UPDATE `vote_batch` SET `void_finished_at` = `voided_at`;
--> statement-breakpoint
UPDATE `survey` SET `imported_ballots` = (SELECT count(*) FROM `vote` WHERE `survey_id` = `survey`.`id` AND `channel` = 'IMPORT')
	WHERE `id` IN (SELECT `survey_id` FROM `vote_batch`);
--> statement-breakpoint
UPDATE `survey_option` SET `imported` = `tally`.`imported`
	FROM (
		SELECT `survey_id`, choice.`value` AS `narrative_id`, count(*) AS `imported`
			FROM `vote`, json_each(coalesce(`ranking`, `choices`)) AS choice
			WHERE `channel` = 'IMPORT' AND (`ranking` IS NULL OR choice.`key` = 0) GROUP BY 1, 2
	) AS `tally`
	WHERE `survey_option`.`survey_id` = `tally`.`survey_id` AND `survey_option`.`narrative_id` = `tally`.`narrative_id`;
--> statement-breakpoint
UPDATE `ranking_count` SET `imported` = `tally`.`imported`
	FROM (SELECT `survey_id`, `ranking`, count(*) AS `imported` FROM `vote` WHERE `channel` = 'IMPORT' AND `ranking` IS NOT NULL GROUP BY 1, 2) AS `tally`
	WHERE `ranking_count`.`survey_id` = `tally`.`survey_id` AND `ranking_count`.`ranking` = `tally`.`ranking`;
--> statement-breakpoint
-- Counts from before say nothing about channels: they are made again.
UPDATE `survey` SET `tally_version` = `tally_version` + 1 WHERE `method` = 'RANKED_CHOICE' AND `runoff_version` > 0;
--> statement-breakpoint
DROP TRIGGER `vote_event_admission`;
--> statement-breakpoint
-- What is not allowed leaves no row (IGNORE), so that it fails nothing that is written along with it. What no program may try is an error.
CREATE TRIGGER `vote_event_admission` BEFORE INSERT ON `vote_event` BEGIN
	SELECT CASE
		WHEN `result_source` = 'REPORTED' THEN RAISE(ABORT, 'A survey with a reported result takes no votes.')
		WHEN NOT CASE
			WHEN new.`kind` = 'VOID' THEN
				-- The figures that readers see stay until all of it is done.
				`is_correcting` AND `state` IN ('OPEN', 'CLOSED', 'PUBLISHED')
				AND EXISTS (SELECT 1 FROM `vote_batch` WHERE `id` = new.`batch_id` AND `voided_at` IS NOT NULL AND `void_finished_at` IS NULL)
			WHEN new.`channel` = 'IMPORT' THEN
				new.`kind` = 'CAST' AND EXISTS (
					SELECT 1 FROM `vote_batch` WHERE `id` = new.`batch_id` AND `survey_id` = new.`survey_id` AND `voided_at` IS NULL
						AND (`state` IN ('OPEN', 'CLOSED') OR (`state` = 'PUBLISHED' AND `is_correcting` AND `vote_batch`.`replaces` IS NOT NULL))
				)
			-- The time of the vote decides, also while the closing is not written yet.
			ELSE `state` = 'OPEN' AND coalesce(new.`at` < `closes_at`, true)
		END THEN RAISE(IGNORE)
		WHEN new.`kind` <> 'CAST' THEN CASE WHEN new.`replaces` IS NULL THEN RAISE(IGNORE) END
		WHEN `method` = 'RANKED_CHOICE' AND new.`channel` = 'IMPORT' THEN (
			SELECT CASE
				WHEN count(DISTINCT mark.`value`) NOT BETWEEN 1 AND `survey`.`max_choices` OR count(`option`.`narrative_id`) < count(*) THEN RAISE(IGNORE)
			END
				FROM json_each(new.`choices`) AS mark
				LEFT JOIN `survey_option` AS `option` ON `option`.`survey_id` = new.`survey_id` AND `option`.`narrative_id` = mark.`value`
				WHERE mark.`type` <> 'null' AND mark.`value` > 0
		)
		ELSE (
			SELECT CASE
				WHEN count(*) NOT BETWEEN 1 AND `survey`.`max_choices`
					OR count(DISTINCT mark.`value`) < count(*)
					OR count(`option`.`narrative_id`) < count(*) THEN RAISE(IGNORE)
			END
				FROM json_each(new.`choices`) AS mark
				LEFT JOIN `survey_option` AS `option` ON `option`.`survey_id` = new.`survey_id` AND `option`.`narrative_id` = mark.`value`
		)
	END FROM `survey` WHERE `id` = new.`survey_id`;
	SELECT RAISE(ABORT, 'An event names the vote that it takes the place of.')
		WHERE new.`replaces` IS NOT (SELECT `sequence` FROM `vote` WHERE `survey_id` = new.`survey_id` AND `voter` = new.`voter`);
END;
--> statement-breakpoint
DROP TRIGGER `vote_event_projection`;
--> statement-breakpoint
CREATE TRIGGER `vote_event_projection` AFTER INSERT ON `vote_event` BEGIN
	DELETE FROM `vote` WHERE new.`kind` <> 'CAST' AND `survey_id` = new.`survey_id` AND `voter` = new.`voter`;
	INSERT INTO `vote` (`survey_id`, `voter`, `id`, `sequence`, `choices`, `ranking`, `cast_at`, `channel`, `receipt`, `batch_id`)
		SELECT `survey_id`, `voter`, `id`, `sequence`, `choices`, `ranking`, `cast_at`, `channel`, `receipt`, `batch_id`
			FROM `cast_vote` WHERE `sequence` = CASE new.`kind` WHEN 'CAST' THEN new.`sequence` ELSE new.`restores` END
		ON CONFLICT (`survey_id`, `voter`) DO UPDATE SET
			`id` = excluded.`id`, `sequence` = excluded.`sequence`, `choices` = excluded.`choices`, `ranking` = excluded.`ranking`,
			`cast_at` = excluded.`cast_at`, `channel` = excluded.`channel`, `receipt` = excluded.`receipt`, `batch_id` = excluded.`batch_id`;
	UPDATE `correction` SET `counted_at` = max(coalesce(`counted_at`, 0), new.`at`) WHERE new.`kind` <> 'CAST' AND `survey_id` = new.`survey_id`;
	UPDATE `survey` SET `counted_at` = max(coalesce(`counted_at`, 0), new.`at`) WHERE new.`kind` <> 'CAST' AND `id` = new.`survey_id` AND `is_correcting` = 0;
END;
--> statement-breakpoint
DROP TRIGGER `vote_inserted`;
--> statement-breakpoint
DROP TRIGGER `vote_deleted`;
--> statement-breakpoint
DROP TRIGGER `vote_updated`;
--> statement-breakpoint
-- `counted_at` is when the last vote was written, `cast_at` when it was cast. What changes during a correction is pending.
CREATE TRIGGER `vote_inserted` AFTER INSERT ON `vote` BEGIN
	INSERT INTO `vote_choice` (`survey_id`, `narrative_id`, `vote_id`)
		SELECT new.`survey_id`, `value`, new.`id` FROM json_each(coalesce(new.`ranking`, new.`choices`))
			WHERE EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = new.`survey_id`);
	UPDATE `survey_option` SET
			`mentions` = `mentions` + (1 - `pending`), `votes` = `votes` + (1 - `pending`) * `counted`,
			`imported` = `imported` + (1 - `pending`) * `counted` * (new.`channel` = 'IMPORT'),
			`pending_mentions` = `pending_mentions` + `pending`, `pending_votes` = `pending_votes` + `pending` * `counted`,
			`pending_imported` = `pending_imported` + `pending` * `counted` * (new.`channel` = 'IMPORT')
		FROM (
			SELECT choice.`value` AS `option`, new.`ranking` IS NULL OR choice.`key` = 0 AS `counted`, `is_correcting` AS `pending`
				FROM json_each(coalesce(new.`ranking`, new.`choices`)) AS choice CROSS JOIN `survey` WHERE `survey`.`id` = new.`survey_id`
		) AS `named`
		WHERE `survey_id` = new.`survey_id` AND `narrative_id` = `named`.`option`;
	INSERT INTO `ranking_count` (`survey_id`, `ranking`, `count`, `imported`)
		SELECT new.`survey_id`, new.`ranking`, 1, new.`channel` = 'IMPORT' WHERE new.`ranking` IS NOT NULL
		ON CONFLICT (`survey_id`, `ranking`) DO UPDATE SET `count` = `count` + 1, `imported` = `imported` + excluded.`imported`;
	INSERT INTO `turnout_hour` (`survey_id`, `hour`, `votes`, `pending`)
		SELECT `id`, new.`cast_at` - new.`cast_at` % 3600000, 1 - `is_correcting`, `is_correcting` FROM `survey` WHERE `id` = new.`survey_id`
		ON CONFLICT (`survey_id`, `hour`) DO UPDATE SET `votes` = `votes` + excluded.`votes`, `pending` = `pending` + excluded.`pending`;
	UPDATE `survey` SET `ballots` = `ballots` + 1, `imported_ballots` = `imported_ballots` + (new.`channel` = 'IMPORT'), `counted_at` = max(coalesce(`counted_at`, 0), (SELECT `at` FROM `vote_event` WHERE `sequence` = new.`sequence`)), `tally_version` = `tally_version` + 1
		WHERE `id` = new.`survey_id` AND `is_correcting` = 0;
	UPDATE `correction` SET `ballots` = `ballots` + 1, `imported` = `imported` + (new.`channel` = 'IMPORT'), `counted_at` = max(coalesce(`counted_at`, 0), (SELECT `at` FROM `vote_event` WHERE `sequence` = new.`sequence`)), `version` = `version` + 1 WHERE `survey_id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_deleted` AFTER DELETE ON `vote` BEGIN
	DELETE FROM `vote_choice` WHERE `survey_id` = old.`survey_id` AND `vote_id` = old.`id`
		AND `narrative_id` IN (SELECT `value` FROM json_each(coalesce(old.`ranking`, old.`choices`)))
		AND EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = old.`survey_id`);
	UPDATE `survey_option` SET
			`mentions` = `mentions` - (1 - `pending`), `votes` = `votes` - (1 - `pending`) * `counted`,
			`imported` = `imported` - (1 - `pending`) * `counted` * (old.`channel` = 'IMPORT'),
			`pending_mentions` = `pending_mentions` - `pending`, `pending_votes` = `pending_votes` - `pending` * `counted`,
			`pending_imported` = `pending_imported` - `pending` * `counted` * (old.`channel` = 'IMPORT')
		FROM (
			SELECT choice.`value` AS `option`, old.`ranking` IS NULL OR choice.`key` = 0 AS `counted`, `is_correcting` AS `pending`
				FROM json_each(coalesce(old.`ranking`, old.`choices`)) AS choice CROSS JOIN `survey` WHERE `survey`.`id` = old.`survey_id`
		) AS `named`
		WHERE `survey_id` = old.`survey_id` AND `narrative_id` = `named`.`option`;
	UPDATE `ranking_count` SET `count` = `count` - 1, `imported` = `imported` - (old.`channel` = 'IMPORT')
		WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking`;
	DELETE FROM `ranking_count` WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking` AND `count` = 0;
	UPDATE `turnout_hour` SET `votes` = `votes` - (1 - `is_correcting`), `pending` = `pending` - `is_correcting`
		FROM (SELECT `is_correcting` FROM `survey` WHERE `id` = old.`survey_id`)
		WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000;
	DELETE FROM `turnout_hour` WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000 AND `votes` = 0 AND `pending` = 0;
	UPDATE `survey` SET `ballots` = `ballots` - 1, `imported_ballots` = `imported_ballots` - (old.`channel` = 'IMPORT'), `tally_version` = `tally_version` + 1
		WHERE `id` = old.`survey_id` AND `is_correcting` = 0;
	UPDATE `correction` SET `ballots` = `ballots` - 1, `imported` = `imported` - (old.`channel` = 'IMPORT'), `version` = `version` + 1 WHERE `survey_id` = old.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_updated` AFTER UPDATE ON `vote` BEGIN
	DELETE FROM `vote_choice` WHERE `survey_id` = old.`survey_id` AND `vote_id` = old.`id`
		AND `narrative_id` IN (SELECT `value` FROM json_each(coalesce(old.`ranking`, old.`choices`)))
		AND EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = old.`survey_id`);
	INSERT INTO `vote_choice` (`survey_id`, `narrative_id`, `vote_id`)
		SELECT new.`survey_id`, `value`, new.`id` FROM json_each(coalesce(new.`ranking`, new.`choices`))
			WHERE EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = new.`survey_id`);
	UPDATE `survey_option` SET
			`mentions` = `mentions` - (1 - `pending`), `votes` = `votes` - (1 - `pending`) * `counted`,
			`imported` = `imported` - (1 - `pending`) * `counted` * (old.`channel` = 'IMPORT'),
			`pending_mentions` = `pending_mentions` - `pending`, `pending_votes` = `pending_votes` - `pending` * `counted`,
			`pending_imported` = `pending_imported` - `pending` * `counted` * (old.`channel` = 'IMPORT')
		FROM (
			SELECT choice.`value` AS `option`, old.`ranking` IS NULL OR choice.`key` = 0 AS `counted`, `is_correcting` AS `pending`
				FROM json_each(coalesce(old.`ranking`, old.`choices`)) AS choice CROSS JOIN `survey` WHERE `survey`.`id` = old.`survey_id`
		) AS `named`
		WHERE `survey_id` = old.`survey_id` AND `narrative_id` = `named`.`option`;
	UPDATE `survey_option` SET
			`mentions` = `mentions` + (1 - `pending`), `votes` = `votes` + (1 - `pending`) * `counted`,
			`imported` = `imported` + (1 - `pending`) * `counted` * (new.`channel` = 'IMPORT'),
			`pending_mentions` = `pending_mentions` + `pending`, `pending_votes` = `pending_votes` + `pending` * `counted`,
			`pending_imported` = `pending_imported` + `pending` * `counted` * (new.`channel` = 'IMPORT')
		FROM (
			SELECT choice.`value` AS `option`, new.`ranking` IS NULL OR choice.`key` = 0 AS `counted`, `is_correcting` AS `pending`
				FROM json_each(coalesce(new.`ranking`, new.`choices`)) AS choice CROSS JOIN `survey` WHERE `survey`.`id` = new.`survey_id`
		) AS `named`
		WHERE `survey_id` = new.`survey_id` AND `narrative_id` = `named`.`option`;
	UPDATE `ranking_count` SET `count` = `count` - 1, `imported` = `imported` - (old.`channel` = 'IMPORT')
		WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking`;
	DELETE FROM `ranking_count` WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking` AND `count` = 0;
	INSERT INTO `ranking_count` (`survey_id`, `ranking`, `count`, `imported`)
		SELECT new.`survey_id`, new.`ranking`, 1, new.`channel` = 'IMPORT' WHERE new.`ranking` IS NOT NULL
		ON CONFLICT (`survey_id`, `ranking`) DO UPDATE SET `count` = `count` + 1, `imported` = `imported` + excluded.`imported`;
	UPDATE `turnout_hour` SET `votes` = `votes` - (1 - `is_correcting`), `pending` = `pending` - `is_correcting`
		FROM (SELECT `is_correcting` FROM `survey` WHERE `id` = old.`survey_id`)
		WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000;
	DELETE FROM `turnout_hour` WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000 AND `votes` = 0 AND `pending` = 0;
	INSERT INTO `turnout_hour` (`survey_id`, `hour`, `votes`, `pending`)
		SELECT `id`, new.`cast_at` - new.`cast_at` % 3600000, 1 - `is_correcting`, `is_correcting` FROM `survey` WHERE `id` = new.`survey_id`
		ON CONFLICT (`survey_id`, `hour`) DO UPDATE SET `votes` = `votes` + excluded.`votes`, `pending` = `pending` + excluded.`pending`;
	UPDATE `survey` SET `imported_ballots` = `imported_ballots` - (old.`channel` = 'IMPORT') + (new.`channel` = 'IMPORT'), `counted_at` = max(coalesce(`counted_at`, 0), (SELECT `at` FROM `vote_event` WHERE `sequence` = new.`sequence`)), `tally_version` = `tally_version` + 1
		WHERE `id` = new.`survey_id` AND `is_correcting` = 0;
	UPDATE `correction` SET `imported` = `imported` - (old.`channel` = 'IMPORT') + (new.`channel` = 'IMPORT'), `counted_at` = max(coalesce(`counted_at`, 0), (SELECT `at` FROM `vote_event` WHERE `sequence` = new.`sequence`)), `version` = `version` + 1 WHERE `survey_id` = new.`survey_id`;
END;
--> statement-breakpoint
DROP TRIGGER `survey_updated_version`;
--> statement-breakpoint
CREATE TRIGGER `survey_updated_version` AFTER UPDATE OF `slug`, `title`, `question`, `series_id`, `edition`, `state`, `method`, `max_choices`, `overvote`, `result_source`, `results_visibility`, `opens_at`, `closes_at`, `published_at`, `is_sample`, `revision`, `is_correcting`, `unfinished_imports_reason`, `updated_at` ON `survey` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
