-- A table that triggers or views name cannot be rebuilt under them.
DROP TRIGGER `vote_event_admission`;
--> statement-breakpoint
DROP TRIGGER `vote_inserted`;
--> statement-breakpoint
DROP TRIGGER `vote_updated`;
--> statement-breakpoint
CREATE TABLE `__new_vote_batch` (
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
	`filtered` integer NOT NULL,
	`replaced` integer NOT NULL,
	`voided_at` integer,
	`void_reason` text,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vote_batch_rows" CHECK("__new_vote_batch"."rows" = "__new_vote_batch"."votes" + "__new_vote_batch"."blank" + "__new_vote_batch"."faulty" + "__new_vote_batch"."filtered" + "__new_vote_batch"."replaced"),
	CONSTRAINT "vote_batch_void" CHECK(("__new_vote_batch"."voided_at" is null) = ("__new_vote_batch"."void_reason" is null))
);
--> statement-breakpoint
INSERT INTO `__new_vote_batch`("id", "survey_id", "file_digest", "options", "run", "started_at", "finished_at", "rows", "votes", "blank", "faulty", "filtered", "replaced", "voided_at", "void_reason") SELECT "id", "survey_id", "file_digest", "options", "run", "started_at", "finished_at", "rows", "votes", "blank", "faulty", 0, 0, "voided_at", "void_reason" FROM `vote_batch`;--> statement-breakpoint
DROP TABLE `vote_batch`;--> statement-breakpoint
ALTER TABLE `__new_vote_batch` RENAME TO `vote_batch`;--> statement-breakpoint
CREATE UNIQUE INDEX `vote_batch_file` ON `vote_batch` (`survey_id`,`file_digest`) WHERE voided_at is null;--> statement-breakpoint
ALTER TABLE `survey` ADD `overvote` text DEFAULT 'PASS' NOT NULL;--> statement-breakpoint
ALTER TABLE `vote_event` ADD `cast_at` integer;
--> statement-breakpoint
DROP VIEW `cast_vote`;
--> statement-breakpoint
-- Each cast as a row of `vote`. `ranking` is what `effectiveRanking` gives: the choices up to two skips in a row, or under EXHAUST up to an
-- overvote, each where it is first.
CREATE VIEW `cast_vote` AS
	SELECT `event`.`survey_id`, `event`.`voter`, `event`.`id`, `event`.`sequence`, `event`.`choices`,
		CASE
			WHEN `survey`.`method` <> 'RANKED_CHOICE' THEN NULL
			WHEN `event`.`channel` = 'API' THEN `event`.`choices`
			ELSE (
				SELECT json_group_array(`option` ORDER BY `place`) FROM (
					SELECT mark.`value` AS `option`, min(mark.`key`) AS `place`
						FROM json_each(
							-- Both stops become one mark, at which the text is cut.
							(SELECT CASE instr(`stops`, '#') WHEN 0 THEN `stops` ELSE rtrim(substr(`stops`, 1, instr(`stops`, '#') - 1), ',') || ']' END FROM (
								SELECT replace(
									iif(`survey`.`overvote` = 'EXHAUST', replace(`event`.`choices`, '-1', '#'), `event`.`choices`), 'null,null', '#'
								) AS `stops`
							))
						) AS mark
						WHERE mark.`value` > 0
						GROUP BY mark.`value`
				)
			)
		END AS `ranking`,
		coalesce(`event`.`cast_at`, `event`.`at`) AS `cast_at`, `event`.`channel`, `event`.`receipt`, `event`.`batch_id`
	FROM `vote_event` AS `event` JOIN `survey` ON `survey`.`id` = `event`.`survey_id`
	WHERE `event`.`kind` = 'CAST';
--> statement-breakpoint
-- What is not allowed leaves no row (IGNORE), so that it fails nothing that is written along with it. What no program may try is an error.
CREATE TRIGGER `vote_event_admission` BEFORE INSERT ON `vote_event` BEGIN
	SELECT CASE
		WHEN `result_source` = 'REPORTED' THEN RAISE(ABORT, 'A survey with a reported result takes no votes.')
		WHEN NOT CASE
			WHEN new.`kind` = 'VOID' THEN
				EXISTS (SELECT 1 FROM `vote_batch` WHERE `id` = new.`batch_id` AND `voided_at` IS NOT NULL)
				AND (
					`state` IN ('OPEN', 'CLOSED')
					-- A published figure moves only when what stood before is kept.
					OR (`state` = 'PUBLISHED' AND EXISTS (SELECT 1 FROM `result_revision` WHERE `survey_id` = new.`survey_id` AND `at` = new.`at`))
				)
			WHEN new.`channel` = 'IMPORT' THEN
				new.`kind` = 'CAST' AND `state` IN ('OPEN', 'CLOSED')
				AND EXISTS (SELECT 1 FROM `vote_batch` WHERE `id` = new.`batch_id` AND `survey_id` = new.`survey_id` AND `voided_at` IS NULL)
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
-- `counted_at` is when the last vote was written, `cast_at` when it was cast.
CREATE TRIGGER `vote_inserted` AFTER INSERT ON `vote` BEGIN
	INSERT INTO `vote_choice` (`survey_id`, `narrative_id`, `vote_id`)
		SELECT new.`survey_id`, `value`, new.`id` FROM json_each(coalesce(new.`ranking`, new.`choices`))
			WHERE EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = new.`survey_id`);
	UPDATE `survey_option` SET `mentions` = `mentions` + 1, `votes` = `votes` + (new.`ranking` IS NULL OR choice.`key` = 0)
		FROM json_each(coalesce(new.`ranking`, new.`choices`)) AS choice
		WHERE `survey_id` = new.`survey_id` AND `narrative_id` = choice.`value`;
	INSERT INTO `ranking_count` (`survey_id`, `ranking`, `count`) SELECT new.`survey_id`, new.`ranking`, 1 WHERE new.`ranking` IS NOT NULL
		ON CONFLICT (`survey_id`, `ranking`) DO UPDATE SET `count` = `count` + 1;
	INSERT INTO `turnout_hour` (`survey_id`, `hour`, `votes`) VALUES (new.`survey_id`, new.`cast_at` - new.`cast_at` % 3600000, 1)
		ON CONFLICT (`survey_id`, `hour`) DO UPDATE SET `votes` = `votes` + 1;
	UPDATE `survey` SET `ballots` = `ballots` + 1, `counted_at` = max(coalesce(`counted_at`, 0), (SELECT `at` FROM `vote_event` WHERE `sequence` = new.`sequence`)), `tally_version` = `tally_version` + 1
		WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_updated` AFTER UPDATE ON `vote` BEGIN
	DELETE FROM `vote_choice` WHERE `survey_id` = old.`survey_id` AND `vote_id` = old.`id`
		AND `narrative_id` IN (SELECT `value` FROM json_each(coalesce(old.`ranking`, old.`choices`)))
		AND EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = old.`survey_id`);
	INSERT INTO `vote_choice` (`survey_id`, `narrative_id`, `vote_id`)
		SELECT new.`survey_id`, `value`, new.`id` FROM json_each(coalesce(new.`ranking`, new.`choices`))
			WHERE EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = new.`survey_id`);
	UPDATE `survey_option` SET `mentions` = `mentions` - 1, `votes` = `votes` - (old.`ranking` IS NULL OR choice.`key` = 0)
		FROM json_each(coalesce(old.`ranking`, old.`choices`)) AS choice
		WHERE `survey_id` = old.`survey_id` AND `narrative_id` = choice.`value`;
	UPDATE `survey_option` SET `mentions` = `mentions` + 1, `votes` = `votes` + (new.`ranking` IS NULL OR choice.`key` = 0)
		FROM json_each(coalesce(new.`ranking`, new.`choices`)) AS choice
		WHERE `survey_id` = new.`survey_id` AND `narrative_id` = choice.`value`;
	UPDATE `ranking_count` SET `count` = `count` - 1 WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking`;
	DELETE FROM `ranking_count` WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking` AND `count` = 0;
	INSERT INTO `ranking_count` (`survey_id`, `ranking`, `count`) SELECT new.`survey_id`, new.`ranking`, 1 WHERE new.`ranking` IS NOT NULL
		ON CONFLICT (`survey_id`, `ranking`) DO UPDATE SET `count` = `count` + 1;
	UPDATE `turnout_hour` SET `votes` = `votes` - 1 WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000;
	DELETE FROM `turnout_hour` WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000 AND `votes` = 0;
	INSERT INTO `turnout_hour` (`survey_id`, `hour`, `votes`) VALUES (new.`survey_id`, new.`cast_at` - new.`cast_at` % 3600000, 1)
		ON CONFLICT (`survey_id`, `hour`) DO UPDATE SET `votes` = `votes` + 1;
	UPDATE `survey` SET `counted_at` = max(coalesce(`counted_at`, 0), (SELECT `at` FROM `vote_event` WHERE `sequence` = new.`sequence`)), `tally_version` = `tally_version` + 1 WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
DROP TRIGGER `survey_voted`;
--> statement-breakpoint
-- `counted_at` is set by the first vote and never taken away.
CREATE TRIGGER `survey_voted` BEFORE UPDATE OF `method`, `max_choices`, `overvote`, `result_source`, `ballots`, `counted_at` ON `survey` WHEN old.`counted_at` IS NOT NULL BEGIN
	SELECT RAISE(ABORT, 'Once a vote is in, method, rule for overvotes and source of the result stay, and a ballot may not be allowed fewer choices.')
		WHERE new.`method` <> old.`method` OR new.`overvote` <> old.`overvote` OR new.`result_source` <> old.`result_source` OR new.`counted_at` IS NULL OR new.`max_choices` < old.`max_choices`;
	SELECT RAISE(ABORT, 'A tally is never negative.') WHERE new.`ballots` < 0;
END;
--> statement-breakpoint
DROP TRIGGER `survey_updated_version`;
--> statement-breakpoint
CREATE TRIGGER `survey_updated_version` AFTER UPDATE OF `slug`, `title`, `question`, `series_id`, `edition`, `state`, `method`, `max_choices`, `overvote`, `result_source`, `results_visibility`, `opens_at`, `closes_at`, `published_at`, `is_sample`, `revision`, `updated_at` ON `survey` BEGIN
	UPDATE `content_version` SET `version` = `version` + 1;
END;
