-- What `search` looks in. Marks belong to their word here, as in `matchOf`: by default the tokenizer cuts Hindi at its vowel signs.
CREATE VIRTUAL TABLE `search_index` USING fts5(title, body, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'");
--> statement-breakpoint
-- A word in the title counts as much as ten in the body.
INSERT INTO `search_index` (`search_index`, `rank`) VALUES ('rank', 'bm25(10.0, 1.0)');
--> statement-breakpoint
-- What the index is to hold; `rowid` there is `source_id * 4 + kind`. To rebuild one of these tables is to lose its triggers: a migration
-- that does so has to drop this view before, and to make the view and the triggers again.
CREATE VIEW `search_source` (`kind`, `source_id`, `title`, `body`) AS
	SELECT 0, `id`,
		CASE WHEN `short_name` = `name` THEN `name` ELSE `name` || ' (' || `short_name` || ')' END,
		`summary` || coalesce(
			(SELECT group_concat(char(10) || (point.value ->> 'title') || char(10) || (point.value ->> 'body'), '') FROM json_each(`key_points`) AS point),
			''
		)
		FROM `narrative`
	UNION ALL
	SELECT 1, `id`, `title`, `question` || coalesce(char(10) || `description`, '') FROM `survey` WHERE `state` <> 'DRAFT'
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
CREATE TRIGGER `survey_updated_search` AFTER UPDATE OF `id`, `title`, `question`, `description`, `state` ON `survey` BEGIN
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
INSERT INTO `search_index` (`rowid`, `title`, `body`) SELECT `source_id` * 4 + `kind`, `title`, `body` FROM `search_source`;
