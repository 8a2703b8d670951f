-- The writer opens and closes surveys, before it writes a vote: the rules of the log only look.
DROP TRIGGER `vote_event_admission`;
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
