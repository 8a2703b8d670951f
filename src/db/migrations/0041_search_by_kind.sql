-- What `search` looks in: an index for each kind of thing, by its id, without a copy of the texts. The columns are what a hit is ranked by.
-- `detail = column` stores the columns of a word and not its places in them. With the prefixes the beginning of a word costs as little as the
-- word. Marks belong to their word, as in `searchWords`: by default the tokenizer cuts Hindi at its vowel signs.
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
DROP TRIGGER `survey_description_inserted_search`;
--> statement-breakpoint
DROP TRIGGER `survey_description_updated_search`;
--> statement-breakpoint
DROP TRIGGER `survey_description_deleted_search`;
--> statement-breakpoint
DROP VIEW `search_source`;
--> statement-breakpoint
DROP TABLE `search_index`;
--> statement-breakpoint
ALTER TABLE `article` DROP COLUMN `search_text`;
--> statement-breakpoint
CREATE VIRTUAL TABLE `narrative_index` USING fts5(title, heading, body, content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'", prefix = '1 2 3 4 5 6');
--> statement-breakpoint
CREATE VIRTUAL TABLE `survey_index` USING fts5(title, heading, body, content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'", prefix = '1 2 3 4 5 6');
--> statement-breakpoint
-- Articles have two: few words are in headings, so that to find those costs less than to filter all.
CREATE VIRTUAL TABLE `article_heading_index` USING fts5(title, heading, content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'", prefix = '1 2 3 4 5 6');
--> statement-breakpoint
CREATE VIRTUAL TABLE `article_index` USING fts5(heading, body, content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'", prefix = '1 2 3 4 5 6');
--> statement-breakpoint
CREATE VIEW `narrative_search` (`id`, `title`, `heading`, `body`) AS
	SELECT `id`,
		CASE WHEN `short_name` = `name` THEN `name` ELSE `name` || ' (' || `short_name` || ')' END,
		(SELECT group_concat(point.value ->> 'title', char(10)) FROM json_each(`key_points`) AS point),
		`summary` || coalesce((SELECT group_concat(char(10) || (point.value ->> 'body'), '') FROM json_each(`key_points`) AS point), '')
		FROM `narrative`;
--> statement-breakpoint
CREATE VIEW `survey_search` (`id`, `title`, `heading`, `body`) AS
	SELECT `survey`.`id`, `title`, `question`, `survey_description`.`text`
		FROM `survey` LEFT JOIN `survey_description` ON `survey_id` = `survey`.`id` WHERE `state` <> 'DRAFT';
--> statement-breakpoint
CREATE TRIGGER `narrative_inserted_search` AFTER INSERT ON `narrative` BEGIN
	INSERT INTO `narrative_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `narrative_search` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_updated_search` AFTER UPDATE OF `id`, `name`, `short_name`, `summary`, `key_points` ON `narrative` BEGIN
	DELETE FROM `narrative_index` WHERE `rowid` = old.`id`;
	INSERT INTO `narrative_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `narrative_search` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `narrative_deleted_search` AFTER DELETE ON `narrative` BEGIN
	DELETE FROM `narrative_index` WHERE `rowid` = old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_inserted_search` AFTER INSERT ON `survey` BEGIN
	INSERT INTO `survey_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `survey_search` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_updated_search` AFTER UPDATE OF `id`, `title`, `question`, `state` ON `survey` BEGIN
	DELETE FROM `survey_index` WHERE `rowid` = old.`id`;
	INSERT INTO `survey_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `survey_search` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_deleted_search` AFTER DELETE ON `survey` BEGIN
	DELETE FROM `survey_index` WHERE `rowid` = old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_inserted_search` AFTER INSERT ON `survey_description` BEGIN
	DELETE FROM `survey_index` WHERE `rowid` = new.`survey_id`;
	INSERT INTO `survey_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `survey_search` WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_updated_search` AFTER UPDATE OF `text` ON `survey_description` BEGIN
	DELETE FROM `survey_index` WHERE `rowid` = new.`survey_id`;
	INSERT INTO `survey_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `survey_search` WHERE `id` = new.`survey_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `survey_description_deleted_search` AFTER DELETE ON `survey_description` BEGIN
	DELETE FROM `survey_index` WHERE `rowid` = old.`survey_id`;
	INSERT INTO `survey_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `survey_search` WHERE `id` = old.`survey_id`;
END;
--> statement-breakpoint
-- Articles are indexed where they are saved (`indexArticle`): the names of placeholders must not be found.
CREATE TRIGGER `article_deleted_search` AFTER DELETE ON `article` BEGIN
	DELETE FROM `article_heading_index` WHERE `rowid` = old.`id`;
	DELETE FROM `article_index` WHERE `rowid` = old.`id`;
END;
--> statement-breakpoint
INSERT INTO `narrative_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `narrative_search`;
--> statement-breakpoint
INSERT INTO `survey_index` (`rowid`, `title`, `heading`, `body`) SELECT `id`, `title`, `heading`, `body` FROM `survey_search`;
--> statement-breakpoint
-- Has every article rendered again, and indexed with that, once the migrations are done.
UPDATE `article` SET `rendered_by` = 0;
