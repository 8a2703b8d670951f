/** Steps of a statement that could take longer as tables grow, and what bounds them. */
export interface Allowance {
  /** The statement in one line. */
  statement: RegExp;
  steps: readonly string[];
  because: string;
}

export const allowances: readonly Allowance[] = [
  {
    statement: /^(select "sequence" from "vote_event" limit \?|insert into "voter_secret" .*not exists)/,
    steps: ['scans vote_event'],
    because: 'Looks for a first vote, to tell whether there is any.',
  },
  {
    statement: /^select .* in \( ?select .* order by .* limit \?( \* \d+)?\)/,
    steps: ['sorts', 'adds up'],
    because:
      'A page is put together of one range for each state, status or parent, each of at most `limit` rows.',
  },
  {
    statement: /^select .*sum\("list_count"\."entries"\).* from json_each/,
    steps: ['sorts', 'adds up'],
    because: 'A total is one maintained count for each state, status or parent.',
  },
  {
    statement: /^select .* with parent as \(select id, survey_id, category_id from article/,
    steps: ['sorts', 'adds up'],
    because: 'Related articles are chosen from at most 20, or `limit`, of each list that the parent is in.',
  },
  {
    statement: /^select .* from "?survey_option"? (cross )?join "?narrative"?/,
    steps: ['sorts'],
    because: 'A survey has at most 64 options.',
  },
  {
    statement: /^select .* from "narrative" where .*"narrative"."id" in \( select "survey_option"/,
    steps: ['sorts', 'adds up'],
    because: 'A survey has at most 64 options.',
  },
  {
    statement: /^select .* from "article_narrative" inner join "narrative"/,
    steps: ['sorts'],
    because: 'An article names a few narratives.',
  },
  {
    statement: /^select "version", \( select group_concat/,
    steps: ['adds up'],
    because: 'The surveys whose figures one response shows, each found by its id.',
  },
  {
    statement:
      /^select .* from "(series|category)" .*order by "\w+"."\w+" collate nocase, "\w+"."id"( asc)? limit \?$/,
    steps: ['scans series by series_by_title', 'scans category by category_by_name'],
    because: 'A list of at most 100, walked in the order of an index. A category is made with an article.',
  },
  {
    statement:
      /^select .* from "audit_entry" order by "audit_entry"."id" (asc|desc), "audit_entry"."id" (asc|desc) limit \?$/,
    steps: ['scans audit_entry'],
    because: 'The trail is walked by its key from an end, up to the size of a page.',
  },
  {
    statement: /^select .* from "audit_entry" (where .* )?order by "audit_entry"."id" desc limit \?$/,
    steps: ['scans audit_entry', 'scans api_key'],
    because: 'The command `audit` searches the whole trail, and the keys by name.',
  },
  {
    statement: /^select count\(\*\) from narrative_index where narrative_index match \?$/,
    steps: ['adds up'],
    because: 'Narratives that match are counted in the index alone; the filter is priced for that.',
  },
  {
    statement: /^select count\(\*\) from \(select 1 from \w+_index where \w+_index match \? limit \?\)$/,
    steps: ['adds up'],
    because: 'Hits are counted up to a limit.',
  },
  {
    statement: /^select 1 from "vote_listing" where "vote_listing"."listed_to" is not null limit \?$/,
    steps: ['scans vote_listing by vote_listing_unfinished'],
    because: 'The first entry of an index of surveys that are not finished.',
  },
  {
    statement:
      /^update vote_listing set steps = steps \+ 1 where survey_id = \(select survey_id from vote_listing where listed_to is not null limit 1\)$/,
    steps: ['scans vote_listing by vote_listing_unfinished', 'sorts'],
    because: 'The first entry of that index; a trigger lists the next 2,000 votes.',
  },
  {
    statement: /^select "id", "state" from "survey" where method = 'RANKED_CHOICE' .* limit \?$/,
    steps: ['scans survey by survey_uncounted'],
    because: 'An index of the surveys that are to be counted, of which the first 100 are.',
  },
  {
    statement: /^insert into vote_event /,
    steps: ['sorts', 'adds up'],
    because:
      'The rules count the marks of one ballot, and a ranking is put together of them: at most 64 are choices.',
  },
  {
    statement:
      /^select count\(restores\) as restored, last_insert_rowid\(\) as last from vote_event where sequence > last_insert_rowid\(\) - changes\(\)/,
    steps: ['adds up'],
    because: 'The events that the statement before has written.',
  },
  {
    statement: /^(insert into|update) "?survey"? /,
    steps: ['sorts', 'adds up'],
    because: 'A trigger lists at most 2,000 votes of a survey that closes.',
  },
  {
    statement:
      /^(insert into "article" |update "article" |insert into "article_narrative" |delete from "article_narrative" )/,
    steps: ['adds up'],
    because: 'A view gathers the narratives that one article names.',
  },
  {
    statement: /^insert into "narrative" /,
    steps: ['adds up'],
    because: 'A view gathers the key points of one narrative.',
  },
  {
    statement: /^select .* from "(narrative|survey|article)"$/,
    steps: [
      'scans narrative',
      'scans narrative by narrative_slug_unique',
      'scans survey',
      'scans survey by survey_slug_unique',
      'scans article',
    ],
    because:
      'Loading content compares the files with all slugs, and looks for a first row to tell whether there is any content.',
  },
  {
    statement: /^select "kind", "slug" from "content_file"/,
    steps: ['scans content_file by sqlite_autoindex_content_file_1', 'sorts'],
    because: 'Loading content looks for files that are missing.',
  },
  {
    statement: /^select .* from "api_key" order by/,
    steps: ['scans api_key', 'sorts'],
    because: 'The command `keys list` prints every key.',
  },
  {
    statement:
      /^select .* from "vote_event" where "vote_event"."survey_id" = \? order by "vote_event"."sequence"|^select ballots, \(select json_group_object/,
    steps: ['scans vote_event', 'adds up'],
    because: 'A recount reads the whole log, which has no index that it could be wrong about.',
  },
];
