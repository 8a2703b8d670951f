CREATE TABLE `vote_choice` (
	`survey_id` integer NOT NULL,
	`narrative_id` integer NOT NULL,
	`vote_id` text NOT NULL,
	PRIMARY KEY(`survey_id`, `narrative_id`, `vote_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `vote_listing` (
	`survey_id` integer PRIMARY KEY NOT NULL,
	`listed_to` text,
	`steps` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`survey_id`) REFERENCES `survey`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `vote_listing_unfinished` ON `vote_listing` (`survey_id`) WHERE listed_to is not null;--> statement-breakpoint
ALTER TABLE `survey_option` ADD `mentions` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `survey_option` SET `mentions` = `tally`.`mentions`
	FROM (
		SELECT `survey_id`, choice.`value` AS `narrative_id`, count(*) AS `mentions`
			FROM `vote`, json_each(coalesce(`ranking`, `choices`)) AS choice GROUP BY 1, 2
	) AS `tally`
	WHERE `survey_option`.`survey_id` = `tally`.`survey_id` AND `survey_option`.`narrative_id` = `tally`.`narrative_id`;
--> statement-breakpoint
INSERT INTO `vote_listing` (`survey_id`) SELECT `id` FROM `survey` WHERE `result_source` = 'TALLIED' AND `state` IN ('CLOSED', 'PUBLISHED');
--> statement-breakpoint
-- In the order of the key, so that the rows are appended.
INSERT INTO `vote_choice` (`survey_id`, `narrative_id`, `vote_id`)
	SELECT `vote`.`survey_id`, choice.`value`, `vote`.`id`
		FROM `vote_listing` CROSS JOIN `vote` CROSS JOIN json_each(coalesce(`ranking`, `choices`)) AS choice
		WHERE `vote`.`survey_id` = `vote_listing`.`survey_id` ORDER BY 1, 2, 3;
--> statement-breakpoint
DROP TRIGGER `vote_inserted`;--> statement-breakpoint
DROP TRIGGER `vote_deleted`;--> statement-breakpoint
DROP TRIGGER `vote_updated`;--> statement-breakpoint
-- A vote mentions each of its choices; what it counts for is every choice, or the first of a ranking. It is listed if its survey is over.
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
	UPDATE `survey` SET `ballots` = `ballots` + 1, `counted_at` = max(coalesce(`counted_at`, 0), new.`cast_at`), `tally_version` = `tally_version` + 1
		WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_deleted` AFTER DELETE ON `vote` BEGIN
	DELETE FROM `vote_choice` WHERE `survey_id` = old.`survey_id` AND `vote_id` = old.`id`
		AND `narrative_id` IN (SELECT `value` FROM json_each(coalesce(old.`ranking`, old.`choices`)))
		AND EXISTS (SELECT 1 FROM `vote_listing` WHERE `survey_id` = old.`survey_id`);
	UPDATE `survey_option` SET `mentions` = `mentions` - 1, `votes` = `votes` - (old.`ranking` IS NULL OR choice.`key` = 0)
		FROM json_each(coalesce(old.`ranking`, old.`choices`)) AS choice
		WHERE `survey_id` = old.`survey_id` AND `narrative_id` = choice.`value`;
	UPDATE `ranking_count` SET `count` = `count` - 1 WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking`;
	DELETE FROM `ranking_count` WHERE `survey_id` = old.`survey_id` AND `ranking` = old.`ranking` AND `count` = 0;
	UPDATE `turnout_hour` SET `votes` = `votes` - 1 WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000;
	DELETE FROM `turnout_hour` WHERE `survey_id` = old.`survey_id` AND `hour` = old.`cast_at` - old.`cast_at` % 3600000 AND `votes` = 0;
	UPDATE `survey` SET `ballots` = `ballots` - 1, `tally_version` = `tally_version` + 1 WHERE `id` = old.`survey_id`;
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
	UPDATE `survey` SET `counted_at` = max(coalesce(`counted_at`, 0), new.`cast_at`), `tally_version` = `tally_version` + 1 WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_inserted_votes` AFTER INSERT ON `survey` WHEN new.`result_source` = 'TALLIED' AND new.`state` IN ('CLOSED', 'PUBLISHED') BEGIN
	INSERT INTO `vote_listing` (`survey_id`, `listed_to`) VALUES (new.`id`, '');
END;
--> statement-breakpoint
CREATE TRIGGER `survey_over_votes` AFTER UPDATE OF `state` ON `survey` WHEN new.`result_source` = 'TALLIED' AND new.`state` IN ('CLOSED', 'PUBLISHED') BEGIN
	INSERT INTO `vote_listing` (`survey_id`, `listed_to`) VALUES (new.`id`, '') ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `vote_listing_started` AFTER INSERT ON `vote_listing` BEGIN
	UPDATE `vote_listing` SET `steps` = 1 WHERE `survey_id` = new.`survey_id`;
END;
--> statement-breakpoint
-- Lists the next 2,000 votes: few enough for others to wait for, and in most surveys all of them. Those that came in meanwhile are listed already.
CREATE TRIGGER `vote_listing_step` AFTER UPDATE OF `steps` ON `vote_listing` WHEN new.`listed_to` IS NOT NULL BEGIN
	INSERT INTO `vote_choice` (`survey_id`, `narrative_id`, `vote_id`)
		SELECT new.`survey_id`, choice.`value`, following.`id`
			FROM (
				SELECT `id`, coalesce(`ranking`, `choices`) AS `named` FROM `vote`
					WHERE `survey_id` = new.`survey_id` AND `id` > new.`listed_to` ORDER BY `id` LIMIT 2000
			) AS following CROSS JOIN json_each(following.`named`) AS choice
			WHERE true ORDER BY 2, 3
		ON CONFLICT DO NOTHING;
	UPDATE `vote_listing` SET `listed_to` = (
		SELECT `id` FROM `vote` WHERE `survey_id` = new.`survey_id` AND `id` > new.`listed_to` ORDER BY `id` LIMIT 1 OFFSET 1999
	) WHERE `survey_id` = new.`survey_id`;
	UPDATE `content_version` SET `version` = `version` + 1
		WHERE (SELECT `listed_to` FROM `vote_listing` WHERE `survey_id` = new.`survey_id`) IS NULL;
END;
