CREATE TABLE `voter_secret` (
	`id` integer PRIMARY KEY NOT NULL,
	`check_value` text NOT NULL,
	`since` integer NOT NULL,
	CONSTRAINT "voter_secret_row" CHECK("voter_secret"."id" = 1)
);
