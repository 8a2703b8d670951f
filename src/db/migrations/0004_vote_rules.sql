-- The log of votes is append-only.
CREATE TRIGGER `vote_event_stays` BEFORE UPDATE ON `vote_event` BEGIN
	SELECT RAISE(ABORT, 'The log of votes is append-only.');
END;
--> statement-breakpoint
CREATE TRIGGER `vote_event_remains` BEFORE DELETE ON `vote_event` BEGIN
	SELECT RAISE(ABORT, 'The log of votes is append-only.');
END;
--> statement-breakpoint
CREATE TRIGGER `result_revision_stays` BEFORE UPDATE ON `result_revision` BEGIN
	SELECT RAISE(ABORT, 'Earlier figures of a result are kept as they were.');
END;
--> statement-breakpoint
CREATE TRIGGER `result_revision_remains` BEFORE DELETE ON `result_revision` BEGIN
	SELECT RAISE(ABORT, 'Earlier figures of a result are kept as they were.');
END;
--> statement-breakpoint
-- What is not allowed leaves no row (IGNORE), so that it fails nothing that is written along with it. What no program may try is an error.
CREATE TRIGGER `vote_event_admission` BEFORE INSERT ON `vote_event` BEGIN
	-- A close that is due is written down by the attempt itself: a clock that moves back later reopens nothing.
	UPDATE `survey` SET `state` = 'CLOSED'
		WHERE `id` = new.`survey_id` AND `state` IN ('SCHEDULED', 'OPEN') AND `closes_at` <= new.`at`;
	UPDATE `survey` SET `state` = 'OPEN'
		WHERE `id` = new.`survey_id` AND `state` = 'SCHEDULED' AND `opens_at` <= new.`at`;
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
			ELSE `state` = 'OPEN'
		END THEN RAISE(IGNORE)
		WHEN new.`kind` <> 'CAST' THEN CASE WHEN new.`replaces` IS NULL THEN RAISE(IGNORE) END
		WHEN `method` = 'RANKED_CHOICE' AND new.`channel` = 'IMPORT' THEN (
			SELECT CASE
				WHEN count(DISTINCT mark.`value`) NOT BETWEEN 1 AND `survey`.`max_choices` OR count(`option`.`narrative_id`) < count(*) THEN RAISE(IGNORE)
			END
				FROM json_each(new.`choices`) AS mark
				LEFT JOIN `survey_option` AS `option` ON `option`.`survey_id` = new.`survey_id` AND `option`.`narrative_id` = mark.`value`
				WHERE mark.`type` <> 'null' AND mark.`value` <> 0
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
CREATE TRIGGER `vote_event_void` BEFORE INSERT ON `vote_event` WHEN new.`kind` = 'VOID' BEGIN
	SELECT RAISE(ABORT, 'Only votes of the voided import are voided.')
		WHERE NOT EXISTS (SELECT 1 FROM `vote` WHERE `sequence` = new.`replaces` AND `survey_id` = new.`survey_id` AND `voter` = new.`voter` AND `batch_id` = new.`batch_id`);
	SELECT RAISE(ABORT, 'Only an earlier vote of the same voter can stand again.')
		WHERE new.`restores` IS NOT NULL AND NOT EXISTS (
			SELECT 1 FROM `vote_event` AS `earlier`
				WHERE `earlier`.`sequence` = new.`restores` AND `earlier`.`survey_id` = new.`survey_id` AND `earlier`.`voter` = new.`voter` AND `earlier`.`kind` = 'CAST'
		);
END;
--> statement-breakpoint
-- Each cast as a row of `vote`. `ranking` is what `effectiveRanking` gives: the choices up to two skips in a row, each where it stands first.
CREATE VIEW `cast_vote` AS
	SELECT `event`.`survey_id`, `event`.`voter`, `event`.`id`, `event`.`sequence`, `event`.`choices`,
		CASE
			WHEN `survey`.`method` <> 'RANKED_CHOICE' THEN NULL
			WHEN `event`.`channel` = 'API' THEN `event`.`choices`
			ELSE (
				SELECT json_group_array(`option` ORDER BY `place`) FROM (
					SELECT mark.`value` AS `option`, min(mark.`key`) AS `place`
						FROM json_each(
							CASE instr(`event`.`choices`, 'null,null')
								WHEN 0 THEN `event`.`choices`
								ELSE rtrim(substr(`event`.`choices`, 1, instr(`event`.`choices`, 'null,null') - 1), ',') || ']'
							END
						) AS mark
						WHERE mark.`value` > 0
						GROUP BY mark.`value`
				)
			)
		END AS `ranking`,
		`event`.`at` AS `cast_at`, `event`.`channel`, `event`.`receipt`, `event`.`batch_id`
	FROM `vote_event` AS `event` JOIN `survey` ON `survey`.`id` = `event`.`survey_id`
	WHERE `event`.`kind` = 'CAST';
--> statement-breakpoint
CREATE TRIGGER `vote_event_projection` AFTER INSERT ON `vote_event` BEGIN
	DELETE FROM `vote` WHERE new.`kind` <> 'CAST' AND `survey_id` = new.`survey_id` AND `voter` = new.`voter`;
	INSERT INTO `vote` (`survey_id`, `voter`, `id`, `sequence`, `choices`, `ranking`, `cast_at`, `channel`, `receipt`, `batch_id`)
		SELECT `survey_id`, `voter`, `id`, `sequence`, `choices`, `ranking`, `cast_at`, `channel`, `receipt`, `batch_id`
			FROM `cast_vote` WHERE `sequence` = CASE new.`kind` WHEN 'CAST' THEN new.`sequence` ELSE new.`restores` END
		ON CONFLICT (`survey_id`, `voter`) DO UPDATE SET
			`id` = excluded.`id`, `sequence` = excluded.`sequence`, `choices` = excluded.`choices`, `ranking` = excluded.`ranking`,
			`cast_at` = excluded.`cast_at`, `channel` = excluded.`channel`, `receipt` = excluded.`receipt`, `batch_id` = excluded.`batch_id`;
	UPDATE `survey` SET `counted_at` = max(coalesce(`counted_at`, 0), new.`at`) WHERE new.`kind` <> 'CAST' AND `id` = new.`survey_id`;
END;
--> statement-breakpoint
-- What a vote counts for: every choice, or the first of a ranking.
CREATE TRIGGER `vote_inserted` AFTER INSERT ON `vote` BEGIN
	UPDATE `survey_option` SET `votes` = `votes` + 1
		WHERE `survey_id` = new.`survey_id` AND `narrative_id` IN (
			SELECT `value` FROM json_each(coalesce(new.`ranking`, new.`choices`)) WHERE new.`ranking` IS NULL OR `key` = 0
		);
	INSERT INTO `ranking_count` (`survey_id`, `ranking`, `count`) SELECT new.`survey_id`, new.`ranking`, 1 WHERE new.`ranking` IS NOT NULL
		ON CONFLICT (`survey_id`, `ranking`) DO UPDATE SET `count` = `count` + 1;
	INSERT INTO `turnout_hour` (`survey_id`, `hour`, `votes`) VALUES (new.`survey_id`, new.`cast_at` - new.`cast_at` % 3600000, 1)
		ON CONFLICT (`survey_id`, `hour`) DO UPDATE SET `votes` = `votes` + 1;
	UPDATE `survey` SET `ballots` = `ballots` + 1, `counted_at` = max(coalesce(`counted_at`, 0), new.`cast_at`), `tally_version` = `tally_version` + 1
		WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_deleted` AFTER DELETE ON `vote` BEGIN
	UPDATE `survey_option` SET `votes` = `votes` - 1
		WHERE `survey_id` = old.`survey_id` AND `narrative_id` IN (
			SELECT `value` FROM json_each(coalesce(old.`ranking`, old.`choices`)) WHERE old.`ranking` IS NULL OR `key` = 0
		);
	UPDATE `ranking_count` SET `count` = `count` - 1 WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking`;
	DELETE FROM `ranking_count` WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking` AND `count` = 0;
	UPDATE `turnout_hour` SET `votes` = `votes` - 1 WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000;
	DELETE FROM `turnout_hour` WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000 AND `votes` = 0;
	UPDATE `survey` SET `ballots` = `ballots` - 1, `tally_version` = `tally_version` + 1 WHERE `id` = old.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_updated` AFTER UPDATE ON `vote` BEGIN
	UPDATE `survey_option` SET `votes` = `votes` - 1
		WHERE `survey_id` = old.`survey_id` AND `narrative_id` IN (
			SELECT `value` FROM json_each(coalesce(old.`ranking`, old.`choices`)) WHERE old.`ranking` IS NULL OR `key` = 0
		);
	UPDATE `survey_option` SET `votes` = `votes` + 1
		WHERE `survey_id` = new.`survey_id` AND `narrative_id` IN (
			SELECT `value` FROM json_each(coalesce(new.`ranking`, new.`choices`)) WHERE new.`ranking` IS NULL OR `key` = 0
		);
	UPDATE `ranking_count` SET `count` = `count` - 1 WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking`;
	DELETE FROM `ranking_count` WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking` AND `count` = 0;
	INSERT INTO `ranking_count` (`survey_id`, `ranking`, `count`) SELECT new.`survey_id`, new.`ranking`, 1 WHERE new.`ranking` IS NOT NULL
		ON CONFLICT (`survey_id`, `ranking`) DO UPDATE SET `count` = `count` + 1;
	UPDATE `turnout_hour` SET `votes` = `votes` - 1 WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000;
	DELETE FROM `turnout_hour` WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000 AND `votes` = 0;
	INSERT INTO `turnout_hour` (`survey_id`, `hour`, `votes`) VALUES (new.`survey_id`, new.`cast_at` - new.`cast_at` % 3600000, 1)
		ON CONFLICT (`survey_id`, `hour`) DO UPDATE SET `votes` = `votes` + 1;
	UPDATE `survey` SET `counted_at` = max(coalesce(`counted_at`, 0), new.`cast_at`), `tally_version` = `tally_version` + 1 WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_state_forward` BEFORE UPDATE OF `state` ON `survey`
	WHEN new.`state` <> old.`state` AND old.`result_source` = 'TALLIED' AND old.`state` <> 'DRAFT' BEGIN
	SELECT RAISE(ABORT, 'A survey only moves on: SCHEDULED, OPEN, CLOSED, PUBLISHED, or CANCELLED before that.')
		WHERE (old.`state`, new.`state`) NOT IN (VALUES
			('SCHEDULED', 'OPEN'), ('SCHEDULED', 'CLOSED'), ('SCHEDULED', 'CANCELLED'),
			('OPEN', 'CLOSED'), ('OPEN', 'CANCELLED'), ('CLOSED', 'PUBLISHED'), ('CLOSED', 'CANCELLED'));
END;
--> statement-breakpoint
CREATE TRIGGER `survey_over` AFTER UPDATE OF `state` ON `survey` WHEN new.`state` IN ('CLOSED', 'PUBLISHED', 'CANCELLED') BEGIN
	DELETE FROM `idempotency_key` WHERE `survey_id` = new.`id`;
END;
--> statement-breakpoint
-- `counted_at` is set by the first vote and never taken away.
CREATE TRIGGER `survey_voted` BEFORE UPDATE OF `method`, `max_choices`, `result_source`, `ballots`, `counted_at` ON `survey` WHEN old.`counted_at` IS NOT NULL BEGIN
	SELECT RAISE(ABORT, 'Once a vote is in, method and source of the result stay, and a ballot may not be allowed fewer choices.')
		WHERE new.`method` <> old.`method` OR new.`result_source` <> old.`result_source` OR new.`counted_at` IS NULL OR new.`max_choices` < old.`max_choices`;
	SELECT RAISE(ABORT, 'A tally is never negative.') WHERE new.`ballots` < 0;
END;
--> statement-breakpoint
-- After, since an insert that turns out to be an update (upsert) fires BEFORE INSERT too.
CREATE TRIGGER `survey_option_added` AFTER INSERT ON `survey_option` BEGIN
	SELECT RAISE(ABORT, 'Once a vote is in, the options stay.') FROM `survey` WHERE `id` = new.`survey_id` AND `counted_at` IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_removed` BEFORE DELETE ON `survey_option` BEGIN
	SELECT RAISE(ABORT, 'Once a vote is in, the options stay.') FROM `survey` WHERE `id` = old.`survey_id` AND `counted_at` IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_option_changed` BEFORE UPDATE OF `survey_id`, `narrative_id` ON `survey_option` BEGIN
	SELECT RAISE(ABORT, 'Once a vote is in, the options stay.') FROM `survey` WHERE `id` IN (old.`survey_id`, new.`survey_id`) AND `counted_at` IS NOT NULL;
END;
