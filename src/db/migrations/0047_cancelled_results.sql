-- A survey that is called off has no result. Triggers name the view; they read it when they run.
DELETE FROM `list_entry` WHERE (`facet`, `id`) IN (
	SELECT `facet`, `id` FROM `result_listing` WHERE `id` IN (SELECT `id` FROM `survey` WHERE `state` = 'CANCELLED')
);
--> statement-breakpoint
DROP VIEW `result_listing`;
--> statement-breakpoint
-- The surveys in which a narrative has a result that can be seen; those of drafts are apart.
CREATE VIEW `result_listing` (`facet`, `at`, `title`, `id`, `narrative_id`) AS
	SELECT json_array('results', `narrative_id`, `state` = 'DRAFT'), `dated_at`, '', `survey`.`id`, `narrative_id`
		FROM `survey` CROSS JOIN `survey_option`
		WHERE `survey_option`.`survey_id` = `survey`.`id`
			AND ((`results_visibility` = 'LIVE' AND `state` <> 'CANCELLED') OR `state` IN ('CLOSED', 'PUBLISHED'));
