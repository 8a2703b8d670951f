-- The part of the schema that the operations use, written for PostGraphile: tables and keys, functions for
-- ordered lists, and comments that set the names of the queries.

create type key_point as (title text, body text);

create table narrative (
  id int primary key,
  slug text not null unique,
  name text not null,
  short_name text not null,
  summary text not null,
  key_points key_point[] not null
);
comment on constraint narrative_slug_key on narrative is '@fieldName narrative';

create table survey (
  id int primary key,
  slug text not null unique,
  title text not null,
  question text not null,
  description text,
  state text not null,
  vote_count int,
  dated_at timestamptz not null
);
create index on survey (dated_at desc, id desc);

create table survey_option (
  survey_id int not null references survey,
  narrative_id int not null references narrative,
  position int not null,
  votes int not null,
  primary key (survey_id, narrative_id)
);
create index on survey_option (narrative_id);
comment on table survey_option is '@behavior -*';

create table article (
  id int primary key,
  survey_id int references survey,
  slug text not null unique,
  title text not null,
  status text not null,
  excerpt text not null,
  reading_time_minutes int not null,
  published_at timestamptz,
  markdown text not null
);
create index on article (survey_id, published_at desc, id desc);
comment on constraint article_survey_id_fkey on article is '@behavior -*';

-- The functions replace the tables, since drafts are hidden.
create function visible_survey(slug text) returns survey stable language sql as
  $$ select * from survey where survey.slug = visible_survey.slug and state <> 'DRAFT' $$;

create function surveys() returns setof survey stable language sql as
  $$ select * from survey where state <> 'DRAFT' order by dated_at desc, id desc $$;

create view survey_result as
  select
    survey_id,
    narrative_id,
    rank() over (partition by survey_id order by votes desc)::int as rank,
    votes,
    -- Percent, rounded half up to one decimal.
    ((2000 * votes::bigint + vote_count) / (2 * vote_count))::float8 / 10 as share
  from survey_option
  join survey on survey.id = survey_id;
comment on view survey_result is
  E'@behavior -query:resource:list -query:resource:connection\n'
  '@foreignKey (narrative_id) references narrative (id)|@fieldName narrative'
  '|@behavior -manyRelation:resource:list -manyRelation:resource:connection';

create function survey_results(survey survey) returns setof survey_result stable language sql as
  $$
    select survey_result.* from survey_result
    join narrative on narrative.id = narrative_id
    where survey_id = survey.id
    order by votes desc, lower(name), narrative_id
  $$;
comment on function survey_results(survey) is '@behavior +list -connection';

create function survey_articles(survey survey) returns setof article stable language sql as
  $$
    select * from article where survey_id = survey.id and status = 'PUBLISHED'
    order by published_at desc, id desc
  $$;
