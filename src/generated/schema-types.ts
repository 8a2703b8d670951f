/* Generated from schema/ by `npm run codegen`; not to be edited. */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ArticleRow, AuthorRow, CategoryRow } from '../db/tables/article.ts';
import type { Connection, Edge } from '../graphql/connection.ts';
import type { AuditEntryRow } from '../db/tables/access.ts';
import type { Faq as FaqValue } from '../article/faq.ts';
import type { Image as ImageValue } from '../result/survey-chart.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { Option as OptionValue } from '../survey/option.ts';
import type { Outcome as OutcomeValue } from '../result/outcome.ts';
import type { SearchPage, Hit, SearchSection as SearchSectionValue } from '../search/hit.ts';
import type { Section as SectionValue } from '../article/section.ts';
import type { SeriesRow, SurveyRow } from '../db/tables/survey.ts';
import type { Round as RoundValue, RoundResult as RoundResultValue, RoundTie as RoundTieValue, Transfer as TransferValue } from '../result/round.ts';
import type { ResultRevision as ResultRevisionValue, RevisionResult as RevisionResultValue } from '../result/revision.ts';
import type { VoteRow } from '../db/tables/vote.ts';
import type { SurveyResult as SurveyResultValue } from '../result/survey-result.ts';
import type { ListedResults, ListedResultEdge } from '../result/listed-result.ts';
import type { Context } from '../graphql/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type ResolverFn<TResult, TParent, TContext, TArgs> = (parent: TParent, args: TArgs, context: TContext, info: GraphQLResolveInfo) => Promise<TResult> | TResult
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time in UTC, written as RFC 3339 has it, to the millisecond: `2024-03-01T12:00:00.000Z`. */
  DateTime: { input: Date; output: number | Date; }
};

/** A text for readers: it explains the result of an award, or teaches. */
export type Article = Node & {
  __typename?: 'Article';
  /** Who wrote the article. */
  author: Author;
  /**
   * The whole text with its headings, without title, questions and disclaimer; at most 200,000 characters. Places and shares that it states
   * are read from the survey.
   */
  body: Scalars['String']['output'];
  /** The category that the article is filed under. */
  category: Category;
  /** What the reader must bear in mind, in plain text, at most 2,000 characters; null when nothing was written. */
  disclaimer?: Maybe<Scalars['String']['output']>;
  /** What the article is about, in a sentence or two of plain text; at most 1,000 characters. */
  excerpt: Scalars['String']['output'];
  /** Frequently asked questions with their answers, in editorial order; at most 32, empty when there are none. */
  faqs: Array<Faq>;
  /** The article's global id. */
  id: Scalars['ID']['output'];
  /** The picture at the head of the article: the chart of the survey's result. Null when the article is about no survey that the caller may see. */
  image?: Maybe<Image>;
  /** The narratives that the article is about, in the order in which it treats them; at most 64. */
  narratives: Array<Narrative>;
  /** When the article was published; null where that is unknown or has not happened. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How long reading it takes, in minutes, at least 1: as the author states it, else at 200 words a minute. */
  readingTimeMinutes: Scalars['Int']['output'];
  /**
   * Other articles to read next: those about the same survey first, then those with most narratives in common, then those of the same
   * category, then the rest; the newest first among equals. Of the articles about a narrative the 20 newest are compared.
   */
  related: Array<Article>;
  /**
   * The text by headings, as a tree: an article's sections have their subsections in them. The text before the first heading is in `body`
   * only. An article has at most 127 sections in all.
   */
  sections: Array<Section>;
  /** The article's short name in URLs, such as `top-crypto-narratives-2024`; unique among articles and never changed. */
  slug: Scalars['String']['output'];
  /** Whether the public can read the article. */
  status: ArticleStatus;
  /** The survey whose result the article explains, or null when it is about none that the caller may see. */
  survey?: Maybe<Survey>;
  /** The title, at most 200 characters. */
  title: Scalars['String']['output'];
  /** When the article's text was last changed here. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A text for readers: it explains the result of an award, or teaches. */
export type ArticleBodyArgs = {
  format?: InputMaybe<TextFormat>;
};


/** A text for readers: it explains the result of an award, or teaches. */
export type ArticleRelatedArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A text for readers: it explains the result of an award, or teaches. */
export type ArticleSectionsArgs = {
  maxLevel?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of articles. */
export type ArticleConnection = {
  __typename?: 'ArticleConnection';
  /** The entries of this page with their cursors. */
  edges: Array<ArticleEdge>;
  /** The articles of this page, for clients that need no cursors. */
  nodes: Array<Article>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many articles the whole list has under its filter. */
  totalCount: Scalars['Int']['output'];
};

/** An article in a page, with its cursor. */
export type ArticleEdge = {
  __typename?: 'ArticleEdge';
  /** Marks this place in the list, for `after` and `before`. Opaque; valid for the same order only. */
  cursor: Scalars['String']['output'];
  /** The article. */
  node: Article;
};

/** Which articles a list has. Every condition that is given must hold. */
export type ArticleFilter = {
  /** Only articles in the category with this slug. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** Only articles about the narrative with this slug. */
  narrative?: InputMaybe<Scalars['String']['input']>;
  /** Only articles about the survey with this slug. */
  survey?: InputMaybe<Scalars['String']['input']>;
};

/** How a list of articles is ordered. Entries that are alike in `field` keep one fixed order among themselves. */
export type ArticleOrder = {
  /** Whether the order goes up or down. */
  direction?: OrderDirection;
  /** What the order goes by. */
  field: ArticleOrderField;
};

/** What a list of articles can be ordered by. */
export type ArticleOrderField =
  /** The date of publication; articles whose date is unknown count as the earliest. */
  | 'DATE'
  /** The title, upper and lower case alike. */
  | 'TITLE';

/** Whether the public can read an article. */
export type ArticleStatus =
  /** Being written; only editors see it. */
  | 'DRAFT'
  /** Everybody can read it. */
  | 'PUBLISHED';

/** A change that was made to the awards. */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  /**
   * What was done: the name of the mutation, such as `updateNarrative`, or what only the command line does: `importVotes` for each run of
   * an import, `voidImport` for votes that it took out of the count, `replaceImport` for votes that a corrected file replaced,
   * `reviseResult` for published shares that a content file corrected, `loadContent` for an object that was written from a content file,
   * `createSeries`, `createKey` and `revokeKey`.
   */
  action: Scalars['String']['output'];
  /** Who made it: `key:` and the id of an API key, or `cli` for the command line. */
  actor: Scalars['String']['output'];
  /** What was there afterwards, as JSON; null where there was nothing. */
  after?: Maybe<Scalars['String']['output']>;
  /** When it was made. */
  at: Scalars['DateTime']['output'];
  /** What was there before, as JSON; null where there was nothing. */
  before?: Maybe<Scalars['String']['output']>;
  /** Why, in the words of who made it; null where no reason was asked for. */
  reason?: Maybe<Scalars['String']['output']>;
  /** The slug of what was changed; the id of an API key. */
  slug: Scalars['String']['output'];
  /** The type of what was changed: `Narrative`, `Survey`, `Series`, `Article`, or `ApiKey`, which is not a type of this API. */
  subject: Scalars['String']['output'];
};

/** A page of the audit trail. */
export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  /** The entries of this page with their cursors. */
  edges: Array<AuditEntryEdge>;
  /** The entries of this page, for clients that need no cursors. */
  nodes: Array<AuditEntry>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many entries there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** An entry in a page, with its cursor. */
export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  /** Marks this place in the list, for `after` and `before`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** Who wrote an article: a team or a person. */
export type Author = {
  __typename?: 'Author';
  /** The name as it is printed. */
  name: Scalars['String']['output'];
};

/**
 * Points that a caller may spend on requests. Points are counted by API key, by voter, or by address for anonymous callers; every request costs at least 1,
 * and at least 1 for each 2,048 bytes of its response.
 */
export type Budget = {
  __typename?: 'Budget';
  /** Points in a window; null when there is no limit. */
  limit?: Maybe<Scalars['Int']['output']>;
  /** Points that are left in this window; null when there is no limit. */
  remaining?: Maybe<Scalars['Int']['output']>;
  /** When the window ends and all points are there again; null when there is no limit. */
  resetAt?: Maybe<Scalars['DateTime']['output']>;
};

/** The survey to cancel. */
export type CancelSurveyInput = {
  /** Why, for the audit trail. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The survey's slug. */
  survey: Scalars['String']['input'];
};

/** What came of `cancelSurvey`. */
export type CancelSurveyResult = CancelSurveySuccess | NotFoundError | SurveyStateError;

/** The survey is called off. */
export type CancelSurveySuccess = {
  __typename?: 'CancelSurveySuccess';
  /** The survey as it is now. */
  survey: Survey;
};

/** A vote to cast. */
export type CastVoteInput = {
  /**
   * The slugs of the narratives: one with SINGLE_CHOICE, any order with APPROVAL, best first with RANKED_CHOICE; none twice, at most
   * the survey's `maxChoices`.
   */
  choices: Array<Scalars['String']['input']>;
  /**
   * Makes a repetition harmless: a second request with the same key and the same content changes nothing and gets the same answer. 1 to 200
   * characters; it belongs to the caller and the survey and is stored, as a hash, until the survey closes.
   */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The survey's slug. */
  survey: Scalars['String']['input'];
  /**
   * The caller's own reference to the voter, 1 to 200 characters: needed with an API key, absent with a voter's token. Only a keyed
   * hash of it is stored. References of different keys never mean the same voter.
   */
  voter?: InputMaybe<Scalars['String']['input']>;
};

/** What came of `castVote`. */
export type CastVoteResult = CastVoteSuccess | DuplicateChoiceError | IdempotencyConflictError | SurveyNotOpenError | TooFewChoicesError | TooManyChoicesError | UnknownChoiceError;

/** The vote is counted, and on disk. */
export type CastVoteSuccess = {
  __typename?: 'CastVoteSuccess';
  /** Finds the vote again with `vote(receipt)`. Give it to the voter. */
  receipt: Scalars['String']['output'];
  /** The vote as it was cast. */
  vote: Vote;
};

/** A subject that articles are filed under. */
export type Category = {
  __typename?: 'Category';
  /** The category's name. */
  name: Scalars['String']['output'];
  /** The category's short name in URLs and filters, such as `research`; unique among categories. */
  slug: Scalars['String']['output'];
};

/** What came in by one channel. */
export type ChannelVotes = {
  __typename?: 'ChannelVotes';
  /** The channel. */
  channel: VoteChannel;
  /**
   * The share in percent, 0 to 100, rounded to one decimal (half up): under a result of the ballots of this channel, under an outcome of all
   * ballots. 0 while there are none.
   */
  share: Scalars['Float']['output'];
  /** Under a result the votes that count for the narrative, under an outcome all ballots. */
  votes: Scalars['Int']['output'];
};

/** The survey to close. */
export type CloseSurveyInput = {
  /** The survey's slug. */
  survey: Scalars['String']['input'];
};

/** What came of `closeSurvey`. */
export type CloseSurveyResult = CloseSurveySuccess | NotFoundError | SurveyStateError;

/** The survey is closed. */
export type CloseSurveySuccess = {
  __typename?: 'CloseSurveySuccess';
  /** The survey as it is now. */
  survey: Survey;
};

/** A confidence interval of a share, in percent. */
export type ConfidenceInterval = {
  __typename?: 'ConfidenceInterval';
  /** The confidence level of the interval, above 0 and below 1. */
  confidence: Scalars['Float']['output'];
  /** The upper end in percent, 0 to 100. */
  high: Scalars['Float']['output'];
  /** The lower end in percent, 0 to 100. */
  low: Scalars['Float']['output'];
};

/** A new article. */
export type CreateArticleInput = {
  /** The name of who wrote it, at most 100 characters. */
  author: Scalars['String']['input'];
  /**
   * The text in Markdown, at most 100,000 characters, and 200,000 once rendered; it must be rendered within a second. Its headings are of
   * level 2 to 6, at most 127, with at most 24 sections in one; its tables have at most 5,000 cells; of placeholders it has at most 1,000. `{{rank:SLUG}}`, `{{share:SLUG}}`,
   * `{{listedShare}}` and `{{unlistedShare}}` stand for figures of the survey that the article is about.
   */
  body: Scalars['String']['input'];
  /** The name of the category to file it under, at most 80 characters; a new name makes a new category. */
  category: Scalars['String']['input'];
  /** What the reader must bear in mind, in plain text, at most 2,000 characters. */
  disclaimer?: InputMaybe<Scalars['String']['input']>;
  /** What the article is about, in a sentence or two of plain text; at most 1,000 characters. */
  excerpt: Scalars['String']['input'];
  /** Questions with their answers, at most 32. */
  faqs?: InputMaybe<Array<FaqInput>>;
  /** The slugs of the narratives that the article is about, in the order in which it treats them; at most 64. */
  narratives?: InputMaybe<Array<Scalars['String']['input']>>;
  /** How long reading it takes, in minutes, 1 to 600; counted at 200 words a minute when omitted. */
  readingTimeMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** Its short name in URLs: lower-case letters, digits and single hyphens, at most 100 characters. It can never be changed. */
  slug: Scalars['String']['input'];
  /** The slug of the survey that the article is about. */
  survey?: InputMaybe<Scalars['String']['input']>;
  /** The title, at most 200 characters. */
  title: Scalars['String']['input'];
};

/** What came of `createArticle`. */
export type CreateArticleResult = CreateArticleSuccess | InvalidInputError | SlugTakenError | UnknownReferenceError;

/** The article was added as a draft. */
export type CreateArticleSuccess = {
  __typename?: 'CreateArticleSuccess';
  /** The new article. */
  article: Article;
};

/** A new narrative. */
export type CreateNarrativeInput = {
  /** What to know about it, the most important first; at most 12. */
  keyPoints?: InputMaybe<Array<KeyPointInput>>;
  /** The full name. */
  name: Scalars['String']['input'];
  /** Names of projects that stand for it, at most 24. */
  relatedProjects?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The name for charts and tables. */
  shortName: Scalars['String']['input'];
  /** Its short name in URLs: lower-case letters, digits and single hyphens, at most 100 characters. It can never be changed. */
  slug: Scalars['String']['input'];
  /** What the narrative says, in a paragraph of plain text. */
  summary: Scalars['String']['input'];
};

/** What came of `createNarrative`. */
export type CreateNarrativeResult = CreateNarrativeSuccess | InvalidInputError | SlugTakenError;

/** The narrative was added. */
export type CreateNarrativeSuccess = {
  __typename?: 'CreateNarrativeSuccess';
  /** The new narrative. */
  narrative: Narrative;
};

/** A new survey. */
export type CreateSurveyInput = {
  /** When voting is to close; after `opensAt`. */
  closesAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** How the survey is conducted, in Markdown; at most 20,000 characters, and 40,000 once rendered. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The year that the survey is about. */
  edition?: InputMaybe<Scalars['Int']['input']>;
  /** How many options one ballot may name, 1 to 64: 1 with SINGLE_CHOICE, else all of them when omitted. */
  maxChoices?: InputMaybe<Scalars['Int']['input']>;
  /** What a ballot may say. */
  method?: SurveyMethod;
  /** When voting is to open. */
  opensAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The slugs of the narratives to choose from, 2 to 64, in the order in which clients list them. */
  options: Array<Scalars['String']['input']>;
  /** What a rank with several marks does to its ballot. EXHAUST is for RANKED_CHOICE only. */
  overvote?: OvervoteRule;
  /** The question that people answer. */
  question: Scalars['String']['input'];
  /** Whether the running result can be seen while voting is open. */
  resultsVisibility?: ResultsVisibility;
  /** The slug of an existing series that the survey is an edition of; needs `edition`. */
  series?: InputMaybe<Scalars['String']['input']>;
  /** Its short name in URLs: lower-case letters, digits and single hyphens, at most 100 characters. It can never be changed. */
  slug: Scalars['String']['input'];
  /** The title. */
  title: Scalars['String']['input'];
};

/** What came of `createSurvey`. */
export type CreateSurveyResult = CreateSurveySuccess | InvalidInputError | SlugTakenError | UnknownReferenceError;

/** The survey was added as a draft. */
export type CreateSurveySuccess = {
  __typename?: 'CreateSurveySuccess';
  /** The new survey. */
  survey: Survey;
};

/** The ballot names an option twice. */
export type DuplicateChoiceError = UserError & {
  __typename?: 'DuplicateChoiceError';
  /** DUPLICATE_CHOICE. */
  code: UserErrorCode;
  /** Which option. */
  message: Scalars['String']['output'];
  /** The path of the second one in the input. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** A question that readers often ask, with its answer. */
export type Faq = {
  __typename?: 'Faq';
  /** The answer, at most 10,000 characters. */
  answer: Scalars['String']['output'];
  /** The question in plain text, at most 300 characters. */
  question: Scalars['String']['output'];
};


/** A question that readers often ask, with its answer. */
export type FaqAnswerArgs = {
  format?: InputMaybe<TextFormat>;
};

/** A question that readers often ask, with its answer. */
export type FaqInput = {
  /** The answer in Markdown, at most 5,000 characters, and 10,000 once rendered. */
  answer: Scalars['String']['input'];
  /** The question in plain text, at most 300 characters. */
  question: Scalars['String']['input'];
};

/** The idempotency key was used for another request. */
export type IdempotencyConflictError = UserError & {
  __typename?: 'IdempotencyConflictError';
  /** IDEMPOTENCY_CONFLICT. */
  code: UserErrorCode;
  /** What to do about it. */
  message: Scalars['String']['output'];
  /** Always `["idempotencyKey"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** A picture, as an `img` element of HTML takes it. */
export type Image = {
  __typename?: 'Image';
  /** What it shows, in plain text, for readers who do not see it. */
  alt: Scalars['String']['output'];
  /** How high it is, in pixels. */
  height: Scalars['Int']['output'];
  /**
   * Where it is, as an absolute URL; SVG. `.png` in the place of `.svg` gives the same as PNG. `width` (480, 800 or 1200), `theme` (`light` or
   * `dark`), `show` (`share` or `votes`) and `heading` (`show` or `hide`) can be added as query parameters.
   */
  url: Scalars['String']['output'];
  /** How wide it is, in pixels. */
  width: Scalars['Int']['output'];
};

/** A rule that an input breaks. */
export type InputFault = {
  __typename?: 'InputFault';
  /** The line of a text that the rule is about, counted from 1; null where it is about no line, or the line is not known. */
  line?: Maybe<Scalars['Int']['output']>;
  /** The rule. */
  message: Scalars['String']['output'];
  /** The path of the value in the input, outermost key first. */
  path: Array<Scalars['String']['output']>;
};

/** A value in the input breaks a rule. */
export type InvalidInputError = UserError & {
  __typename?: 'InvalidInputError';
  /** INVALID_INPUT. */
  code: UserErrorCode;
  /** Every rule that the input breaks, this one included; at most 20. */
  faults: Array<InputFault>;
  /** The rule that is broken. */
  message: Scalars['String']['output'];
  /** The path of the value in the input. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** One thing to know about a narrative. */
export type KeyPoint = {
  __typename?: 'KeyPoint';
  /** The point in a sentence or two of plain text; at most 600 characters. */
  body: Scalars['String']['output'];
  /** The point in a few words, at most 120 characters. */
  title: Scalars['String']['output'];
};

/** One thing to know about a narrative. */
export type KeyPointInput = {
  /** The point in a sentence or two of plain text. */
  body: Scalars['String']['input'];
  /** The point in a few words. */
  title: Scalars['String']['input'];
};

/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type Mutation = {
  __typename?: 'Mutation';
  /** Calls a survey off that is not published; a result will not follow. */
  cancelSurvey: CancelSurveyResult;
  /**
   * Casts a vote, or replaces the voter's earlier one, while the survey is open. Answers once the vote is on disk. Fails with UNAVAILABLE, and
   * counts nothing, while the database cannot be written or the server's clock has jumped: repeat it with the same `idempotencyKey`.
   */
  castVote: CastVoteResult;
  /** Ends voting at once. */
  closeSurvey: CloseSurveyResult;
  /** Adds an article as a draft. */
  createArticle: CreateArticleResult;
  /** Adds a narrative. */
  createNarrative: CreateNarrativeResult;
  /** Adds a survey as a draft. */
  createSurvey: CreateSurveyResult;
  /** Opens voting at once, for a draft or a scheduled survey. */
  openSurvey: OpenSurveyResult;
  /** Lets everybody read an article, and notes the time as its date of publication if none is set. Publishing it again changes nothing. */
  publishArticle: PublishArticleResult;
  /** Publishes the result of a closed survey, or a reported result that is a draft. */
  publishSurvey: PublishSurveyResult;
  /** Announces a draft: voting opens by itself within a second of `opensAt`, and closes in the same way at `closesAt` if there is one. */
  scheduleSurvey: ScheduleSurveyResult;
  /** Changes an article: what is given is replaced, what is omitted stays. A published article stays published. */
  updateArticle: UpdateArticleResult;
  /** Changes a narrative's text: what is given is replaced, what is omitted stays. */
  updateNarrative: UpdateNarrativeResult;
  /** Changes a survey that is a draft: what is given is replaced, what is omitted stays. */
  updateSurvey: UpdateSurveyResult;
  /** Takes a voter's vote out of the count while the survey is open. */
  withdrawVote: WithdrawVoteResult;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationCancelSurveyArgs = {
  input: CancelSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationCastVoteArgs = {
  input: CastVoteInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationCloseSurveyArgs = {
  input: CloseSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationCreateArticleArgs = {
  input: CreateArticleInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationCreateNarrativeArgs = {
  input: CreateNarrativeInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationCreateSurveyArgs = {
  input: CreateSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationOpenSurveyArgs = {
  input: OpenSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationPublishArticleArgs = {
  input: PublishArticleInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationPublishSurveyArgs = {
  input: PublishSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationScheduleSurveyArgs = {
  input: ScheduleSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationUpdateArticleArgs = {
  input: UpdateArticleInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationUpdateNarrativeArgs = {
  input: UpdateNarrativeInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationUpdateSurveyArgs = {
  input: UpdateSurveyInput;
};


/**
 * Change the awards. Every field needs a key or token with the scopes that it names, and answers with a union: the success, or one of
 * the failures that a caller can act on. Failures implement `UserError`.
 */
export type MutationWithdrawVoteArgs = {
  input: WithdrawVoteInput;
};

/** A story that the market tells itself: an idea that moves attention and money. Narratives are what people vote for. */
export type Narrative = Node & {
  __typename?: 'Narrative';
  /** The articles about this narrative, newest first. */
  articles: ArticleConnection;
  /** The narrative's global id. */
  id: Scalars['ID']['output'];
  /** What to know about the narrative, the most important first; at most 12. */
  keyPoints: Array<KeyPoint>;
  /** The full name, such as `Decentralized Physical Infrastructure Networks`. */
  name: Scalars['String']['output'];
  /** Projects that stand for the narrative, in editorial order; at most 24, empty when none are named. */
  relatedProjects: Array<RelatedProject>;
  /** The place that the narrative took in one survey; null when it was not an option there, or the result cannot be seen. */
  result?: Maybe<SurveyResult>;
  /** The places that the narrative took, newest survey first (by the order DATE of surveys). Surveys whose running result is hidden are left out. */
  results: SurveyResultConnection;
  /** The name that charts and tables use, such as `DePIN`; often the same as `name`. */
  shortName: Scalars['String']['output'];
  /** The narrative's short name in URLs and inputs, such as `depin`; unique among narratives and never changed. */
  slug: Scalars['String']['output'];
  /** What the narrative says, in a paragraph of plain text; at most 2,000 characters. */
  summary: Scalars['String']['output'];
  /** When the narrative's text was last changed here. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A story that the market tells itself: an idea that moves attention and money. Narratives are what people vote for. */
export type NarrativeArticlesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** A story that the market tells itself: an idea that moves attention and money. Narratives are what people vote for. */
export type NarrativeResultArgs = {
  survey: Scalars['String']['input'];
};


/** A story that the market tells itself: an idea that moves attention and money. Narratives are what people vote for. */
export type NarrativeResultsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of narratives. */
export type NarrativeConnection = {
  __typename?: 'NarrativeConnection';
  /** The entries of this page with their cursors. */
  edges: Array<NarrativeEdge>;
  /** The narratives of this page, for clients that need no cursors. */
  nodes: Array<Narrative>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many narratives the whole list has under its filter. */
  totalCount: Scalars['Int']['output'];
};

/** A narrative in a page, with its cursor. */
export type NarrativeEdge = {
  __typename?: 'NarrativeEdge';
  /** Marks this place in the list, for `after` and `before`. Opaque; valid for the same order only. */
  cursor: Scalars['String']['output'];
  /** The narrative. */
  node: Narrative;
};

/** Which narratives a list has. Every condition that is given must hold. */
export type NarrativeFilter = {
  /**
   * Only narratives whose name, summary or key points contain every one of these words, or words that begin with them. The first 6 different
   * words count, in the first 500 characters.
   */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Only narratives that are an option of the survey with this slug. */
  survey?: InputMaybe<Scalars['String']['input']>;
};

/** How a list of narratives is ordered. Entries that are alike in `field` keep one fixed order among themselves. */
export type NarrativeOrder = {
  /** Whether the order goes up or down. */
  direction?: OrderDirection;
  /** What the order goes by. */
  field: NarrativeOrderField;
};

/** What a list of narratives can be ordered by. */
export type NarrativeOrderField =
  /** The time of the last change, `updatedAt`. */
  | 'DATE'
  /** The name, upper and lower case alike. */
  | 'TITLE';

/** An object that can be fetched again by its `id` alone. */
export type Node = {
  /**
   * Identifies the object among all objects of this API. Opaque: its text has no meaning for clients. It stays the same
   * for as long as the object exists.
   */
  id: Scalars['ID']['output'];
};

/** There is nothing of the kind with this slug. */
export type NotFoundError = UserError & {
  __typename?: 'NotFoundError';
  /** NOT_FOUND. */
  code: UserErrorCode;
  /** Which slug was not found. */
  message: Scalars['String']['output'];
  /** The path of the slug in the input. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** The survey to open. */
export type OpenSurveyInput = {
  /** When voting closes; what the survey has already when omitted. */
  closesAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The survey's slug. */
  survey: Scalars['String']['input'];
};

/** What came of `openSurvey`. */
export type OpenSurveyResult = InvalidInputError | NotFoundError | OpenSurveySuccess | SurveyStateError;

/** The survey is open. */
export type OpenSurveySuccess = {
  __typename?: 'OpenSurveySuccess';
  /** The survey as it is now. */
  survey: Survey;
};

/** An option of a survey's ballot. It weighs nothing: only the narrative that it leads to weighs a point. */
export type Option = {
  __typename?: 'Option';
  /** The narrative's full name, such as `Decentralized Physical Infrastructure Networks`. */
  name: Scalars['String']['output'];
  /** The narrative that the option stands for. */
  narrative: Narrative;
  /** The narrative's short name, such as `DePIN`; often the same as `name`. */
  shortName: Scalars['String']['output'];
  /** The narrative's slug, by which a ballot names the option. */
  slug: Scalars['String']['output'];
};

/** The direction of an order. */
export type OrderDirection =
  /** Smallest, earliest, or first in the alphabet first. */
  | 'ASC'
  /** Largest, latest, or last in the alphabet first. */
  | 'DESC';

/** What is to be known about a result as a whole. */
export type Outcome = {
  __typename?: 'Outcome';
  /** The time of the last vote, withdrawal or void that the result counts; null while no vote is left in it, and where it was reported. */
  asOf?: Maybe<Scalars['DateTime']['output']>;
  /**
   * The ballots by the channel that they came in by: one entry for each, API first, zeros included. Their `votes` add up to `denominator`.
   * Null where counts were never published (REPORTED).
   */
  channels?: Maybe<Array<ChannelVotes>>;
  /** The base of every share: ballots with at least one valid choice. Null where it was never published (REPORTED). */
  denominator?: Maybe<Scalars['Int']['output']>;
  /**
   * Whether this is the published result. It counts every vote, unless `unfinishedImportsReason` says why it does not. Until it is published
   * votes and imports move it; a correction after that begins the next `revision`.
   */
  isFinal: Scalars['Boolean']['output'];
  /** The method by which the ballots were counted. */
  method: SurveyMethod;
  /** Which version of the result this is, from 1: a result that is corrected after its publication gets the next number. */
  revision: Scalars['Int']['output'];
  /** The figures that were published before each correction, the latest first; empty while `revision` is 1. */
  revisions: Array<ResultRevision>;
  /** How an instant runoff came to its result, round by round, at most 64; empty while no vote is counted, null for other methods. */
  rounds?: Maybe<Array<Round>>;
  /** What counts as what: overvotes, skipped ranks and ties. */
  rules: OutcomeRules;
  /** In words: how equal figures are ranked. */
  tieRule: Scalars['String']['output'];
  /**
   * Why the result was published while an import of votes was unfinished, in the words of those who published it: rows of the file may be
   * missing. While an import is voided or replaced, nothing that changed since is in the figures, votes that were cast meanwhile included; all
   * of it is counted when that is finished, as the next `revision`. Null where none was unfinished, and once all of them are finished, voided
   * or replaced.
   */
  unfinishedImportsReason?: Maybe<Scalars['String']['output']>;
  /**
   * What the listed shares leave over, in percent: 3.8 when they add up to 96.2. Null with APPROVAL, where shares need not
   * add up to 100, and with RANKED_CHOICE, where they are of different rounds.
   */
  unlistedShare?: Maybe<Scalars['Float']['output']>;
};


/** What is to be known about a result as a whole. */
export type OutcomeRevisionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What is to be known about a result as a whole. */
export type OutcomeRoundsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** The rules by which ballots became a result. */
export type OutcomeRules = {
  __typename?: 'OutcomeRules';
  /** What a rank with several marks does to its ballot; null unless RANKED_CHOICE. */
  overvote?: Maybe<OvervoteRule>;
  /** In words: what an empty rank does to its ballot; null unless RANKED_CHOICE. */
  skips?: Maybe<Scalars['String']['output']>;
  /** In words: how equal figures are ranked. The same as `Outcome.tieRule`. */
  ties: Scalars['String']['output'];
};

/** What a rank does to its ballot at which several options are marked, as an imported answer may have it: `castVote` takes none. */
export type OvervoteRule =
  /** The ballot ends there: no later rank counts. */
  | 'EXHAUST'
  /** The rank is passed over, and the next one counts. */
  | 'PASS';

/** The position of a page in its list, and how to ask for the page beside it. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** The cursor of the last entry of this page, to be passed as `after`; null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether the list goes on after this page. When paging backwards: whether `before` was given. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether the list has entries before this page. When paging forwards: whether `after` was given. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first entry of this page, to be passed as `before`; null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** The article to publish. */
export type PublishArticleInput = {
  /** The article's slug. */
  article: Scalars['String']['input'];
};

/** What came of `publishArticle`. */
export type PublishArticleResult = NotFoundError | PublishArticleSuccess;

/** The article is public. */
export type PublishArticleSuccess = {
  __typename?: 'PublishArticleSuccess';
  /** The article as it is now. */
  article: Article;
};

/** The survey to publish. */
export type PublishSurveyInput = {
  /** The survey's slug. */
  survey: Scalars['String']['input'];
  /**
   * Why the result is published although an import of votes, a void or a replacement has not come to its end:
   * `Outcome.unfinishedImportsReason` shows it. Without a reason that is an `UnfinishedImportError`; where nothing is unfinished it has
   * no effect.
   */
  unfinishedImportsReason?: InputMaybe<Scalars['String']['input']>;
};

/** What came of `publishSurvey`. */
export type PublishSurveyResult = InvalidInputError | NotFoundError | PublishSurveySuccess | SurveyStateError | UnfinishedImportError;

/** The survey is published. */
export type PublishSurveySuccess = {
  __typename?: 'PublishSurveySuccess';
  /** The survey as it is now. */
  survey: Survey;
};

/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type Query = {
  __typename?: 'Query';
  /** Every series, by title; at most 100. */
  allSeries: Array<Series>;
  /** The article with this slug, or null when there is none that the caller may see. */
  article?: Maybe<Article>;
  /** All articles, page by page. */
  articles: ArticleConnection;
  /**
   * Who changed what and when, newest first: by mutations and by commands, imports of votes and API keys included. Entries are only ever
   * added. Votes that are cast leave none.
   */
  auditTrail: AuditEntryConnection;
  /** What the caller may still ask for. This request's own points are counted at their price; afterwards they are corrected to what it cost, which includes a point for each 2,048 bytes of the response if those are more. */
  budget: Budget;
  /** Every category of articles, by name; at most 100. */
  categories: Array<Category>;
  /** The narrative with this slug, or null when there is none. */
  narrative?: Maybe<Narrative>;
  /** All narratives, page by page. */
  narratives: NarrativeConnection;
  /** The object with this id, or null when the id is malformed, unknown, or names something the caller may not see. */
  node?: Maybe<Node>;
  /** The objects with these ids, in the order of `ids`; null for each id that `node` would answer with null. */
  nodes: Array<Maybe<Node>>;
  /**
   * Finds narratives, surveys and articles by words in their text. Every word must occur, the last one at least as the beginning of a word.
   * The query is plain text: no character in it is an operator. Drafts are not searched. What has all words in its title comes first,
   * then what has them in its title and headings (key points, a survey's question, an article's excerpt, sections and questions), then
   * the rest; among these narratives come before surveys, surveys before articles, and what was added last before what was added first.
   */
  search: SearchConnection;
  /** The series with this slug, or null when there is none. */
  series?: Maybe<Series>;
  /** The survey with this slug, or null when there is none that the caller may see. */
  survey?: Maybe<Survey>;
  /** All surveys, page by page. */
  surveys: SurveyConnection;
  /** Who the caller is to this API. */
  viewer: Viewer;
  /** The vote with this receipt, at any time, for everyone who has the receipt; null when there is none, or when it was replaced or withdrawn. */
  vote?: Maybe<Vote>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryArticleArgs = {
  slug: Scalars['String']['input'];
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryArticlesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ArticleFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ArticleOrder>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryAuditTrailArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryNarrativeArgs = {
  slug: Scalars['String']['input'];
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryNarrativesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<NarrativeFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<NarrativeOrder>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QuerySearchArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
  types?: InputMaybe<Array<SearchType>>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QuerySeriesArgs = {
  slug: Scalars['String']['input'];
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QuerySurveyArgs = {
  slug: Scalars['String']['input'];
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QuerySurveysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SurveyFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<SurveyOrder>;
};


/** Read the awards: surveys and their ranked results, the narratives that people voted for, and the articles that explain them. */
export type QueryVoteArgs = {
  receipt: Scalars['String']['input'];
};

/** A project that stands for a narrative. */
export type RelatedProject = {
  __typename?: 'RelatedProject';
  /** The project's name, as it writes it. */
  name: Scalars['String']['output'];
};

/** What was published until a correction took its place. */
export type ResultRevision = {
  __typename?: 'ResultRevision';
  /** When the next revision took its place. */
  at: Scalars['DateTime']['output'];
  /** Why it was corrected, in the words of those who did. */
  reason: Scalars['String']['output'];
  /** The results of this revision by rank, at most 64. */
  results: Array<RevisionResult>;
  /** Its number, from 1. `Outcome.revision` is that of the figures that hold now. */
  revision: Scalars['Int']['output'];
};

/** Where a result comes from. */
export type ResultSource =
  /** Published elsewhere and taken over as it stood: shares and ranks only. Counts are null. */
  | 'REPORTED'
  /** Counted here, vote by vote: the result has counts and shares. */
  | 'TALLIED';

/** When a result can be seen. */
export type ResultsVisibility =
  /** Once voting is over. Until then nothing of the running result is visible. */
  | 'AFTER_CLOSE'
  /** At any time, also while voting is open. */
  | 'LIVE';

/** What an option had in an earlier revision. */
export type RevisionResult = {
  __typename?: 'RevisionResult';
  /** The option. */
  option: Option;
  /** Its rank, from 1; equal results share one. */
  rank: Scalars['Int']['output'];
  /** Its share in percent, as published. */
  share: Scalars['Float']['output'];
  /** Votes for it, by the rule of `SurveyResult.votes`; null where they were not published (REPORTED). */
  votes?: Maybe<Scalars['Int']['output']>;
};

/** One round of an instant runoff: every ballot counts for the best of its choices that is still continuing. */
export type Round = {
  __typename?: 'Round';
  /** The options that leave after this round; empty in the last. */
  eliminated: Array<Option>;
  /** Ballots without a continuing choice, over all rounds so far. With the votes of this round they make up `Outcome.denominator`. */
  exhausted: Scalars['Int']['output'];
  /** The number of the round, from 1. */
  number: Scalars['Int']['output'];
  /** The continuing options of this round, most votes first. */
  results: Array<RoundResult>;
  /** The ties that were met when it was decided who leaves after this round, and how each was resolved; at most 64. */
  ties: Array<RoundTie>;
  /** Where the votes of the eliminated went, most votes first. */
  transfers: Array<Transfer>;
};


/** One round of an instant runoff: every ballot counts for the best of its choices that is still continuing. */
export type RoundResultsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** One round of an instant runoff: every ballot counts for the best of its choices that is still continuing. */
export type RoundTransfersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What an option has in one round. */
export type RoundResult = {
  __typename?: 'RoundResult';
  /** The option. */
  option: Option;
  /**
   * The share in percent of all ballots (`Outcome.denominator`), rounded to one decimal. An option wins with more than half of the ballots that
   * are not exhausted.
   */
  share: Scalars['Float']['output'];
  /** Ballots that count for it in this round. */
  votes: Scalars['Int']['output'];
};

/** Options that had equally many votes when one of them had to leave. */
export type RoundTie = {
  __typename?: 'RoundTie';
  /** The options, in no order that means anything; at most 64. */
  options: Array<Option>;
  /** How the tie was resolved. */
  resolvedBy: TieResolution;
};

/** The survey to schedule. */
export type ScheduleSurveyInput = {
  /** When voting closes; what the survey has already when omitted. */
  closesAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** When voting opens; what the survey has already when omitted. */
  opensAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The survey's slug. */
  survey: Scalars['String']['input'];
};

/** What came of `scheduleSurvey`. */
export type ScheduleSurveyResult = InvalidInputError | NotFoundError | ScheduleSurveySuccess | SurveyStateError;

/** The survey is announced. */
export type ScheduleSurveySuccess = {
  __typename?: 'ScheduleSurveySuccess';
  /** The survey as it is now. */
  survey: Survey;
};

/** A page of what a search found. */
export type SearchConnection = {
  __typename?: 'SearchConnection';
  /** The hits of this page with their cursors. */
  edges: Array<SearchEdge>;
  /** What was found, for clients that need neither cursors nor snippets. */
  nodes: Array<SearchResult>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many things were found in all. At most 1,000 are counted: 1000 stands for as many or more. */
  totalCount: Scalars['Int']['output'];
};

/** A hit of a search. */
export type SearchEdge = {
  __typename?: 'SearchEdge';
  /** Marks this place in the list, for `after`. Opaque; valid for the same search only. */
  cursor: Scalars['String']['output'];
  /** What was found. */
  node: SearchResult;
  /**
   * The section of the article that the snippet is from. Null for a narrative or a survey, and where the snippet is from the article's
   * title, its excerpt, the text before its first heading, or one of its questions.
   */
  section?: Maybe<SearchSection>;
  /**
   * The passage that matched best, about 240 characters, as safe HTML: the words that were found stand in `<mark>`, everything else is
   * escaped. It is of the title where that has all words, else of the part that has most of them, the first one among equals.
   */
  snippet: Scalars['String']['output'];
};

/** What a search can find. */
export type SearchResult = Article | Narrative | Survey;

/** A section of an article in which a search has found its words. */
export type SearchSection = {
  __typename?: 'SearchSection';
  /** The `id` of the heading in the article's HTML, for links to this section. */
  anchor: Scalars['String']['output'];
  /** The heading in plain text. */
  heading: Scalars['String']['output'];
};

/** A kind of thing that can be searched for. */
export type SearchType =
  /** Articles, by their titles, excerpts, texts and questions. */
  | 'ARTICLE'
  /** Narratives, by their names, summaries and key points. */
  | 'NARRATIVE'
  /** Surveys, by their titles, questions and descriptions. */
  | 'SURVEY';

/** A part of an article under one heading. */
export type Section = {
  __typename?: 'Section';
  /** The `id` of the heading in the article's HTML, for links to this section; unique in the article, and the same for as long as the heading reads the same. */
  anchor: Scalars['String']['output'];
  /** The text under the heading, without the heading and without the subsections. */
  body: Scalars['String']['output'];
  /** The heading in plain text. */
  heading: Scalars['String']['output'];
  /** The level of the heading, 2 to 6, as in HTML. */
  level: Scalars['Int']['output'];
  /** The subsections; empty when there are none, or when they lie below the `maxLevel` that was asked for. At most 24. */
  sections: Array<Section>;
};


/** A part of an article under one heading. */
export type SectionBodyArgs = {
  format?: InputMaybe<TextFormat>;
};

/** A line of surveys that ask the same question again and again, one edition a year. */
export type Series = {
  __typename?: 'Series';
  /** The series' short name in URLs and filters, such as `top-crypto-narratives`; unique among series. */
  slug: Scalars['String']['output'];
  /** The series' title. */
  title: Scalars['String']['output'];
};

/** The slug belongs to something of the same kind that exists already. */
export type SlugTakenError = UserError & {
  __typename?: 'SlugTakenError';
  /** SLUG_TAKEN. */
  code: UserErrorCode;
  /** Which slug is in use. */
  message: Scalars['String']['output'];
  /** Always `["slug"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** Follow the awards as they move, as server-sent events. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * A survey and its results as they move: the state at once, then a new one at most once a second, and only when something changed.
   * Ends when voting is over and its last votes are counted. Silent about a running result that is hidden (AFTER_CLOSE). Null when there is no such
   * survey. Sent as server-sent events: ask with `accept: text/event-stream`. Every event is charged what it costs; when the budget has too few
   * points for one, RATE_LIMITED takes its place and ends the stream.
   */
  surveyResults?: Maybe<Survey>;
};


/** Follow the awards as they move, as server-sent events. */
export type SubscriptionSurveyResultsArgs = {
  survey: Scalars['String']['input'];
};

/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type Survey = Node & {
  __typename?: 'Survey';
  /** The articles about this survey, newest first. */
  articles: ArticleConnection;
  /**
   * A picture of the result: the ranking as bars, with title, question and what the figures are based on. While the result is hidden, or before
   * voting opens, it says so and shows nothing else.
   */
  chart: Image;
  /** When voting closes or closed, or null where that is unknown or no end is set. */
  closesAt?: Maybe<Scalars['DateTime']['output']>;
  /** How the survey is conducted and what its figures can say, at most 40,000 characters; null when nothing was written. */
  description?: Maybe<Scalars['String']['output']>;
  /** The year that the survey is about, such as 2024; null when it is about no year. */
  edition?: Maybe<Scalars['Int']['output']>;
  /** The survey's global id. */
  id: Scalars['ID']['output'];
  /** Whether this is a sample to play with: its figures mean nothing. */
  isSample: Scalars['Boolean']['output'];
  /** How many options one ballot may name, 1 to 64; always 1 with SINGLE_CHOICE. */
  maxChoices: Scalars['Int']['output'];
  /** What a ballot may say, and so how it is counted. */
  method: SurveyMethod;
  /** When voting opens or opened, or null where that is unknown or not yet set. */
  opensAt?: Maybe<Scalars['DateTime']['output']>;
  /** What a ballot can name, 2 to 64, in editorial order, which has no influence on any result. */
  options: Array<Option>;
  /**
   * What is to be known about the result as a whole: its base, its rules and whether it is final. Null while the running result is hidden, and
   * once the survey is CANCELLED.
   */
  outcome?: Maybe<Outcome>;
  /** What a rank does to its ballot at which several options are marked; null unless RANKED_CHOICE. */
  overvote?: Maybe<OvervoteRule>;
  /** The edition before this one in its series that the caller may see and that was not CANCELLED, or null when there is none. */
  previousEdition?: Maybe<Survey>;
  /** When the result was published, or null where that is unknown or has not happened. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The question that people answer. */
  question: Scalars['String']['output'];
  /** Whether the result was counted here or taken over from a publication. */
  resultSource: ResultSource;
  /**
   * The result, best rank first; options with equal rank by name. TALLIED surveys list every option, zeros included; REPORTED ones what was
   * published. Null while the running result is hidden, and once the survey is CANCELLED. A RANKED_CHOICE result is counted again at most once a second, and once more
   * when voting is over: `voteCount`, `results` and `outcome` are of one count, the last, and what is hidden (AFTER_CLOSE) shows when
   * that one has every vote.
   */
  results?: Maybe<Array<SurveyResult>>;
  /** Whether the running result can be seen while voting is open. */
  resultsVisibility: ResultsVisibility;
  /** The series of which this survey is one edition, or null when it is not part of one. */
  series?: Maybe<Series>;
  /** The survey's short name in URLs and inputs, such as `top-crypto-narratives-2024`; unique among surveys and never changed. */
  slug: Scalars['String']['output'];
  /**
   * The status of the survey, between draft and publication. It follows `opensAt` and `closesAt` within a second; no vote after `closesAt`
   * counts, even while the status is still OPEN. While the server is in doubt about the time, it waits.
   */
  status: SurveyStatus;
  /** The survey's title. */
  title: Scalars['String']['output'];
  /**
   * When the votes that count were cast, earliest first; intervals without a vote are left out. Null while the running result is hidden,
   * once the survey is CANCELLED, and always for REPORTED results.
   */
  turnout?: Maybe<Array<Turnout>>;
  /** The vote of one of the caller's own voters, at any time; null when there is none. */
  viewerVote?: Maybe<Vote>;
  /**
   * How many votes the result counts. Null, never 0, where the number was not published (REPORTED) or is hidden while voting is
   * open (AFTER_CLOSE), and once the survey is CANCELLED.
   */
  voteCount?: Maybe<Scalars['Int']['output']>;
  /**
   * The individual votes, once voting is over, in an order that has nothing to do with time. Null before that, and always for REPORTED results.
   * With a filter it is also null for some seconds after the close of a large survey, until its votes are listed by what they name, and
   * always while an import is voided or replaced, until the result moves by it.
   */
  votes?: Maybe<VoteConnection>;
};


/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type SurveyArticlesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type SurveyDescriptionArgs = {
  format?: InputMaybe<TextFormat>;
};


/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type SurveyResultsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type SurveyTurnoutArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  interval?: TurnoutInterval;
};


/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type SurveyViewerVoteArgs = {
  voter?: InputMaybe<Scalars['String']['input']>;
};


/** A question put to the community with the narratives it can choose from, and, in time, the ranked result. */
export type SurveyVotesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VoteFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of surveys. */
export type SurveyConnection = {
  __typename?: 'SurveyConnection';
  /** The entries of this page with their cursors. */
  edges: Array<SurveyEdge>;
  /** The surveys of this page, for clients that need no cursors. */
  nodes: Array<Survey>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many surveys the whole list has under its filter. */
  totalCount: Scalars['Int']['output'];
};

/** A survey in a page, with its cursor. */
export type SurveyEdge = {
  __typename?: 'SurveyEdge';
  /** Marks this place in the list, for `after` and `before`. Opaque; valid for the same order only. */
  cursor: Scalars['String']['output'];
  /** The survey. */
  node: Survey;
};

/** Which surveys a list has. Every condition that is given must hold. */
export type SurveyFilter = {
  /** Only surveys about this year. */
  edition?: InputMaybe<Scalars['Int']['input']>;
  /** Only samples (true), or only real surveys (false). */
  isSample?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only editions of the series with this slug. */
  series?: InputMaybe<Scalars['String']['input']>;
  /** Only surveys that stand at one of these. */
  status?: InputMaybe<Array<SurveyStatus>>;
};

/** What a ballot may say. */
export type SurveyMethod =
  /** Every narrative the voter approves of, up to `maxChoices`. A share is the part of the ballots that name the narrative, so shares may add up to more than 100. */
  | 'APPROVAL'
  /** Narratives in order of preference, up to `maxChoices`, counted by instant runoff. */
  | 'RANKED_CHOICE'
  /** One narrative. Shares add up to 100. */
  | 'SINGLE_CHOICE';

/** The survey is no longer a draft, so this cannot be changed. */
export type SurveyNotEditableError = UserError & {
  __typename?: 'SurveyNotEditableError';
  /** SURVEY_NOT_EDITABLE. */
  code: UserErrorCode;
  /** The survey's status, and what can still be done. */
  message: Scalars['String']['output'];
  /** Where in the input the survey is named. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** The survey takes no votes now, or there is no such survey. */
export type SurveyNotOpenError = UserError & {
  __typename?: 'SurveyNotOpenError';
  /** SURVEY_NOT_OPEN. */
  code: UserErrorCode;
  /** The status of the survey, and when it takes votes. */
  message: Scalars['String']['output'];
  /** Always `["survey"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** How a list of surveys is ordered. Entries that are alike in `field` keep one fixed order among themselves. */
export type SurveyOrder = {
  /** Whether the order goes up or down. */
  direction?: OrderDirection;
  /** What the order goes by. */
  field: SurveyOrderField;
};

/** What a list of surveys can be ordered by. */
export type SurveyOrderField =
  /** When voting opened; where that is unknown the start of the edition's year. Surveys without either count as the earliest. */
  | 'DATE'
  /** The way through the survey's life: DRAFT, SCHEDULED, OPEN, CLOSED, PUBLISHED, CANCELLED. */
  | 'STATUS'
  /** The title, upper and lower case alike. */
  | 'TITLE';

/** The place that a narrative took in a survey. */
export type SurveyResult = Node & {
  __typename?: 'SurveyResult';
  /**
   * The votes by the channel that they came in by: one entry for each, API first, zeros included. Their `votes` add up to those of the
   * result, and a share is of the channel's own ballots. Null where counts were never published (REPORTED).
   */
  channels?: Maybe<Array<ChannelVotes>>;
  /** The result's global id. */
  id: Scalars['ID']['output'];
  /**
   * How far the share could be off if those who voted were a random sample of all who might have: a Wilson score interval.
   * Voters choose themselves whether to take part, so that assumption rarely holds; the interval says how much chance alone
   * would do. Null without counts and while no one has voted.
   */
  interval?: Maybe<ConfidenceInterval>;
  /** Whether another narrative has the same rank. */
  isTied: Scalars['Boolean']['output'];
  /**
   * The lead over the next lower place in points of share: 11.4 for 30.2 before 18.8. Rounded to one decimal where votes were counted
   * (TALLIED), as exact as the published shares else. It is 0 for a narrative that shares its rank, and null in the last place.
   */
  marginToNext?: Maybe<Scalars['Float']['output']>;
  /** The narrative. */
  narrative: Narrative;
  /** The narrative's result in the previous edition of the series; null when it was not in that edition, or its result cannot be seen. */
  previous?: Maybe<SurveyResult>;
  /** The place, 1 for the best. Equal figures share a place and the places behind it stay empty: 1, 2, 2, 4. */
  rank: Scalars['Int']['output'];
  /** How many places the narrative moved up since the previous edition (negative: down); null when it was not in that edition, or its result cannot be seen. */
  rankChange?: Maybe<Scalars['Int']['output']>;
  /** The share in percent, 0 to 100, rounded to one decimal (half up). Its base is `Outcome.denominator`; 0 while no one has voted. */
  share: Scalars['Float']['output'];
  /** By how many points the share grew since the previous edition, rounded to one decimal where votes were counted; null when the narrative was not in that edition, or its result cannot be seen. */
  shareChange?: Maybe<Scalars['Float']['output']>;
  /** The share in percent without rounding; null where only rounded shares were published (REPORTED). */
  shareExact?: Maybe<Scalars['Float']['output']>;
  /** The survey. */
  survey: Survey;
  /** How many ballots count for the narrative; null where counts were never published (REPORTED). */
  votes?: Maybe<Scalars['Int']['output']>;
};


/** The place that a narrative took in a survey. */
export type SurveyResultIntervalArgs = {
  confidence?: InputMaybe<Scalars['Float']['input']>;
};

/** A page of results of one narrative. */
export type SurveyResultConnection = {
  __typename?: 'SurveyResultConnection';
  /** The entries of this page with their cursors. */
  edges: Array<SurveyResultEdge>;
  /** The results of this page, for clients that need no cursors. */
  nodes: Array<SurveyResult>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many results the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** A result in a page, with its cursor. */
export type SurveyResultEdge = {
  __typename?: 'SurveyResultEdge';
  /** Marks this place in the list, for `after` and `before`. Opaque; valid for the same order only. */
  cursor: Scalars['String']['output'];
  /** The result. */
  node: SurveyResult;
};

/** The status of the survey does not allow this step. */
export type SurveyStateError = UserError & {
  __typename?: 'SurveyStateError';
  /** SURVEY_STATE. */
  code: UserErrorCode;
  /** The status of the survey, and those from which the step is allowed. */
  message: Scalars['String']['output'];
  /** Always `["survey"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** The status of a survey. */
export type SurveyStatus =
  /** Called off; a result will not follow. */
  | 'CANCELLED'
  /** Voting is over; the result is not published yet. */
  | 'CLOSED'
  /** Being prepared; only editors see it. */
  | 'DRAFT'
  /** Voting is open. */
  | 'OPEN'
  /** The result is published. */
  | 'PUBLISHED'
  /** Announced; voting opens at `opensAt`. */
  | 'SCHEDULED';

/** The form in which a text is returned. */
export type TextFormat =
  /** HTML that was sanitised: safe to put into a page as it is. */
  | 'HTML'
  /** As it was written: CommonMark with GitHub's extensions. */
  | 'MARKDOWN'
  /** Plain text without any markup; paragraphs are separated by an empty line. */
  | 'TEXT';

/** How a tie in an instant runoff is resolved. */
export type TieResolution =
  /** Those leave that had the fewest votes in the latest earlier round in which they differed. */
  | 'EARLIER_ROUND'
  /** They were level at the end, and share the rank. */
  | 'SHARED'
  /** They were level in every round, and leave together. */
  | 'TOGETHER';

/** The ballot names no option. */
export type TooFewChoicesError = UserError & {
  __typename?: 'TooFewChoicesError';
  /** TOO_FEW_CHOICES. */
  code: UserErrorCode;
  /** How many must be named at least. */
  message: Scalars['String']['output'];
  /** Always `["choices"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** The ballot names more options than it may. */
export type TooManyChoicesError = UserError & {
  __typename?: 'TooManyChoicesError';
  /** TOO_MANY_CHOICES. */
  code: UserErrorCode;
  /** How many were named, and how many may be. */
  message: Scalars['String']['output'];
  /** Always `["choices"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** Votes that moved from an eliminated option to the next choice of those who cast them. */
export type Transfer = {
  __typename?: 'Transfer';
  /** The option that left. */
  from: Option;
  /** The option that received the votes; null for ballots that had no further choice. */
  to?: Maybe<Option>;
  /** How many ballots moved. */
  votes: Scalars['Int']['output'];
};

/** How many of the votes that count were cast in an interval. */
export type Turnout = {
  __typename?: 'Turnout';
  /** When the interval begins. */
  at: Scalars['DateTime']['output'];
  /** The number of votes. */
  votes: Scalars['Int']['output'];
};

/** How long an interval of the turnout is. */
export type TurnoutInterval =
  /** A day in UTC. */
  | 'DAY'
  /** An hour. */
  | 'HOUR'
  /** A week in UTC, from Monday. */
  | 'WEEK';

/** An import of votes, a void or a replacement has not come to its end, so that the result would be half a result. */
export type UnfinishedImportError = UserError & {
  __typename?: 'UnfinishedImportError';
  /** UNFINISHED_IMPORT. */
  code: UserErrorCode;
  /** Which import it is, and what can be done. */
  message: Scalars['String']['output'];
  /** Always `["survey"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** A choice is not an option of the survey. */
export type UnknownChoiceError = UserError & {
  __typename?: 'UnknownChoiceError';
  /** UNKNOWN_CHOICE. */
  code: UserErrorCode;
  /** Which choice, and where the options are. */
  message: Scalars['String']['output'];
  /** The path of the choice in the input. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** The input names something that does not exist. */
export type UnknownReferenceError = UserError & {
  __typename?: 'UnknownReferenceError';
  /** UNKNOWN_REFERENCE. */
  code: UserErrorCode;
  /** Which slug is unknown. */
  message: Scalars['String']['output'];
  /** The path of the slug in the input. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** What to change of an article. */
export type UpdateArticleInput = {
  /** The name of who wrote it. */
  author?: InputMaybe<Scalars['String']['input']>;
  /** The whole new text in Markdown, within the limits of `CreateArticleInput.body`. */
  body?: InputMaybe<Scalars['String']['input']>;
  /** The name of the category to file it under. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** The new disclaimer, at most 2,000 characters; null to remove it. */
  disclaimer?: InputMaybe<Scalars['String']['input']>;
  /** The new excerpt, a sentence or two of plain text; at most 1,000 characters. */
  excerpt?: InputMaybe<Scalars['String']['input']>;
  /** The new questions, in place of all there are; at most 32. */
  faqs?: InputMaybe<Array<FaqInput>>;
  /** The slugs of the narratives that the article is about, in place of all there are; at most 64. */
  narratives?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The new reading time in minutes, 1 to 600; null to have it counted. */
  readingTimeMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** The article's slug. */
  slug: Scalars['String']['input'];
  /** The slug of the survey that the article is about; null for none. */
  survey?: InputMaybe<Scalars['String']['input']>;
  /** The new title. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** What came of `updateArticle`. */
export type UpdateArticleResult = InvalidInputError | NotFoundError | UnknownReferenceError | UpdateArticleSuccess;

/** The article was changed. */
export type UpdateArticleSuccess = {
  __typename?: 'UpdateArticleSuccess';
  /** The article as it is now. */
  article: Article;
};

/** What to change of a narrative. */
export type UpdateNarrativeInput = {
  /** The new key points, in place of all there are; at most 12. */
  keyPoints?: InputMaybe<Array<KeyPointInput>>;
  /** The new full name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The new related projects, in place of all there are; at most 24. */
  relatedProjects?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The new name for charts and tables. */
  shortName?: InputMaybe<Scalars['String']['input']>;
  /** The narrative's slug. */
  slug: Scalars['String']['input'];
  /** The new summary, a paragraph of plain text. */
  summary?: InputMaybe<Scalars['String']['input']>;
};

/** What came of `updateNarrative`. */
export type UpdateNarrativeResult = InvalidInputError | NotFoundError | UpdateNarrativeSuccess;

/** The narrative was changed. */
export type UpdateNarrativeSuccess = {
  __typename?: 'UpdateNarrativeSuccess';
  /** The narrative as it is now. */
  narrative: Narrative;
};

/** What to change of a survey that is a draft. */
export type UpdateSurveyInput = {
  /** When voting is to close; null for no set end. */
  closesAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The new description in Markdown, at most 20,000 characters, and 40,000 once rendered; null to remove it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The year that the survey is about; null for none. */
  edition?: InputMaybe<Scalars['Int']['input']>;
  /** How many options one ballot may name, 1 to 64. */
  maxChoices?: InputMaybe<Scalars['Int']['input']>;
  /** What a ballot may say. */
  method?: InputMaybe<SurveyMethod>;
  /** When voting is to open; null for no set time. */
  opensAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The slugs of the new options, in place of all there are; 2 to 64. */
  options?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What a rank with several marks does to its ballot; it stays once a vote is counted. */
  overvote?: InputMaybe<OvervoteRule>;
  /** The new question. */
  question?: InputMaybe<Scalars['String']['input']>;
  /** Whether the running result can be seen while voting is open. */
  resultsVisibility?: InputMaybe<ResultsVisibility>;
  /** The slug of an existing series; null for none. */
  series?: InputMaybe<Scalars['String']['input']>;
  /** The survey's slug. */
  slug: Scalars['String']['input'];
  /** The new title. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** What came of `updateSurvey`. */
export type UpdateSurveyResult = InvalidInputError | NotFoundError | SurveyNotEditableError | UnknownReferenceError | UpdateSurveySuccess;

/** The survey was changed. */
export type UpdateSurveySuccess = {
  __typename?: 'UpdateSurveySuccess';
  /** The survey as it is now. */
  survey: Survey;
};

/** Why a mutation did not do what was asked, for reasons that the caller can mend. Nothing was changed. */
export type UserError = {
  /** The kind of failure, for programs. */
  code: UserErrorCode;
  /** What was requested, why it is refused, and what to do: a sentence for people. */
  message: Scalars['String']['output'];
  /** Where in the `input` the cause lies, from the outside in, such as `["keyPoints", "0", "title"]`; null when it lies in no single place. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** The kinds of failure that a caller can mend. */
export type UserErrorCode =
  /** The ballot names an option twice. */
  | 'DUPLICATE_CHOICE'
  /** The idempotency key was used for another request. */
  | 'IDEMPOTENCY_CONFLICT'
  /** A value in the input breaks a rule. */
  | 'INVALID_INPUT'
  /** There is nothing with this slug. */
  | 'NOT_FOUND'
  /** The slug belongs to something that exists. */
  | 'SLUG_TAKEN'
  /** What the input changes can no longer be changed in the survey's status. */
  | 'SURVEY_NOT_EDITABLE'
  /** The survey takes no votes now. */
  | 'SURVEY_NOT_OPEN'
  /** The status of the survey does not allow this step. */
  | 'SURVEY_STATE'
  /** The ballot names no option. */
  | 'TOO_FEW_CHOICES'
  /** The ballot names more options than it may. */
  | 'TOO_MANY_CHOICES'
  /** An import of votes, a void or a replacement has not come to its end. */
  | 'UNFINISHED_IMPORT'
  /** A choice is not an option of the survey. */
  | 'UNKNOWN_CHOICE'
  /** The input names a narrative, survey or option that does not exist. */
  | 'UNKNOWN_REFERENCE'
  /** The voter has no vote in the survey. */
  | 'VOTE_NOT_FOUND';

/** A caller. */
export type Viewer = {
  __typename?: 'Viewer';
  /** How the caller showed who it is. */
  kind: ViewerKind;
  /** The name of the caller's API key; null for everybody else. */
  name?: Maybe<Scalars['String']['output']>;
  /** What the caller may do beyond reading what is public, such as `narratives:write`; at most 16. */
  scopes: Array<Scalars['String']['output']>;
};

/** How a caller shows who it is. */
export type ViewerKind =
  /** Not at all: no `Authorization` header. */
  | 'ANONYMOUS'
  /** By an API key. */
  | 'API_KEY'
  /** By a voter's token. */
  | 'VOTER';

/** One ballot. Pseudonymous: nothing that identifies the voter, or the order of votes, can be selected. */
export type Vote = Node & {
  __typename?: 'Vote';
  /** When it was cast, cut to the full hour. */
  castAt: Scalars['DateTime']['output'];
  /** How it came in. */
  channel: VoteChannel;
  /**
   * The ballot as it counts, best first where choices are ranked; at most 64. Skipped ranks and marks that name no option are left out, an
   * option that is ranked twice is at its first place, and what a count never reaches is missing: choices behind two skipped ranks in a
   * row, or behind an overvote where `Survey.overvote` is EXHAUST. All votes of a survey, counted again, come to its result.
   */
  choices: Array<Option>;
  /** The vote's global id: random, and found by `node` once the survey is closed. */
  id: Scalars['ID']['output'];
  /** What the voter was given to find the vote again: random, and no hint at who voted or when. */
  receipt: Scalars['String']['output'];
  /** The survey that it was cast in. */
  survey: Survey;
};

/** How a vote came in. */
export type VoteChannel =
  /** Cast through this API. */
  | 'API'
  /** Imported from a file of survey answers. */
  | 'IMPORT';

/** A page of votes. */
export type VoteConnection = {
  __typename?: 'VoteConnection';
  /** The entries of this page with their cursors. */
  edges: Array<VoteEdge>;
  /** The votes of this page, for clients that need no cursors. */
  nodes: Array<Vote>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many votes the whole list has under its filter. */
  totalCount: Scalars['Int']['output'];
};

/** A vote in a page, with its cursor. */
export type VoteEdge = {
  __typename?: 'VoteEdge';
  /** Marks this place in the list, for `after` and `before`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The vote. */
  node: Vote;
};

/** Which votes a list has. */
export type VoteFilter = {
  /** Only votes that name the narrative with this slug, at whatever rank a count can reach. */
  narrative?: InputMaybe<Scalars['String']['input']>;
};

/** The voter has no vote in the survey. */
export type VoteNotFoundError = UserError & {
  __typename?: 'VoteNotFoundError';
  /** VOTE_NOT_FOUND. */
  code: UserErrorCode;
  /** In which survey nothing was found. */
  message: Scalars['String']['output'];
  /** Always `["voter"]`. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

/** A vote to withdraw. */
export type WithdrawVoteInput = {
  /** Makes a repetition harmless, as with `castVote`. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The survey's slug. */
  survey: Scalars['String']['input'];
  /** The caller's own reference to the voter: needed with an API key, absent with a voter's token. */
  voter?: InputMaybe<Scalars['String']['input']>;
};

/** What came of `withdrawVote`. */
export type WithdrawVoteResult = IdempotencyConflictError | SurveyNotOpenError | VoteNotFoundError | WithdrawVoteSuccess;

/** The vote no longer counts. */
export type WithdrawVoteSuccess = {
  __typename?: 'WithdrawVoteSuccess';
  /** The survey that it was withdrawn from. */
  survey: Survey;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CancelSurveyResult:
    | ( Omit<CancelSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
    | ( NotFoundError )
    | ( SurveyStateError )
  ;
  CastVoteResult:
    | ( Omit<CastVoteSuccess, 'vote'> & { vote: _RefType['Vote'] } )
    | ( DuplicateChoiceError )
    | ( IdempotencyConflictError )
    | ( SurveyNotOpenError )
    | ( TooFewChoicesError )
    | ( TooManyChoicesError )
    | ( UnknownChoiceError )
  ;
  CloseSurveyResult:
    | ( Omit<CloseSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
    | ( NotFoundError )
    | ( SurveyStateError )
  ;
  CreateArticleResult:
    | ( Omit<CreateArticleSuccess, 'article'> & { article: _RefType['Article'] } )
    | ( InvalidInputError )
    | ( SlugTakenError )
    | ( UnknownReferenceError )
  ;
  CreateNarrativeResult:
    | ( Omit<CreateNarrativeSuccess, 'narrative'> & { narrative: _RefType['Narrative'] } )
    | ( InvalidInputError )
    | ( SlugTakenError )
  ;
  CreateSurveyResult:
    | ( Omit<CreateSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
    | ( InvalidInputError )
    | ( SlugTakenError )
    | ( UnknownReferenceError )
  ;
  OpenSurveyResult:
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( Omit<OpenSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
    | ( SurveyStateError )
  ;
  PublishArticleResult:
    | ( NotFoundError )
    | ( Omit<PublishArticleSuccess, 'article'> & { article: _RefType['Article'] } )
  ;
  PublishSurveyResult:
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( Omit<PublishSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
    | ( SurveyStateError )
    | ( UnfinishedImportError )
  ;
  ScheduleSurveyResult:
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( Omit<ScheduleSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
    | ( SurveyStateError )
  ;
  SearchResult:
    | ( ArticleRow )
    | ( NarrativeRow )
    | ( SurveyRow )
  ;
  UpdateArticleResult:
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( UnknownReferenceError )
    | ( Omit<UpdateArticleSuccess, 'article'> & { article: _RefType['Article'] } )
  ;
  UpdateNarrativeResult:
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( Omit<UpdateNarrativeSuccess, 'narrative'> & { narrative: _RefType['Narrative'] } )
  ;
  UpdateSurveyResult:
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( SurveyNotEditableError )
    | ( UnknownReferenceError )
    | ( Omit<UpdateSurveySuccess, 'survey'> & { survey: _RefType['Survey'] } )
  ;
  WithdrawVoteResult:
    | ( IdempotencyConflictError )
    | ( SurveyNotOpenError )
    | ( VoteNotFoundError )
    | ( Omit<WithdrawVoteSuccess, 'survey'> & { survey: _RefType['Survey'] } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ArticleRow )
    | ( NarrativeRow )
    | ( SurveyRow )
    | ( SurveyResultValue )
    | ( VoteRow )
  ;
  UserError:
    | ( DuplicateChoiceError )
    | ( IdempotencyConflictError )
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( SlugTakenError )
    | ( SurveyNotEditableError )
    | ( SurveyNotOpenError )
    | ( SurveyStateError )
    | ( TooFewChoicesError )
    | ( TooManyChoicesError )
    | ( UnfinishedImportError )
    | ( UnknownChoiceError )
    | ( UnknownReferenceError )
    | ( VoteNotFoundError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Article: ResolverTypeWrapper<ArticleRow>;
  ArticleConnection: ResolverTypeWrapper<Connection<ArticleRow>>;
  ArticleEdge: ResolverTypeWrapper<Edge<ArticleRow>>;
  ArticleFilter: ArticleFilter;
  ArticleOrder: ArticleOrder;
  ArticleOrderField: ArticleOrderField;
  ArticleStatus: ArticleStatus;
  AuditEntry: ResolverTypeWrapper<AuditEntryRow>;
  AuditEntryConnection: ResolverTypeWrapper<Connection<AuditEntryRow>>;
  AuditEntryEdge: ResolverTypeWrapper<Edge<AuditEntryRow>>;
  Author: ResolverTypeWrapper<AuthorRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Budget: ResolverTypeWrapper<Budget>;
  CancelSurveyInput: CancelSurveyInput;
  CancelSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelSurveyResult']>;
  CancelSurveySuccess: ResolverTypeWrapper<Omit<CancelSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  CastVoteInput: CastVoteInput;
  CastVoteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CastVoteResult']>;
  CastVoteSuccess: ResolverTypeWrapper<Omit<CastVoteSuccess, 'vote'> & { vote: ResolversTypes['Vote'] }>;
  Category: ResolverTypeWrapper<CategoryRow>;
  ChannelVotes: ResolverTypeWrapper<ChannelVotes>;
  CloseSurveyInput: CloseSurveyInput;
  CloseSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CloseSurveyResult']>;
  CloseSurveySuccess: ResolverTypeWrapper<Omit<CloseSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  ConfidenceInterval: ResolverTypeWrapper<ConfidenceInterval>;
  CreateArticleInput: CreateArticleInput;
  CreateArticleResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateArticleResult']>;
  CreateArticleSuccess: ResolverTypeWrapper<Omit<CreateArticleSuccess, 'article'> & { article: ResolversTypes['Article'] }>;
  CreateNarrativeInput: CreateNarrativeInput;
  CreateNarrativeResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateNarrativeResult']>;
  CreateNarrativeSuccess: ResolverTypeWrapper<Omit<CreateNarrativeSuccess, 'narrative'> & { narrative: ResolversTypes['Narrative'] }>;
  CreateSurveyInput: CreateSurveyInput;
  CreateSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateSurveyResult']>;
  CreateSurveySuccess: ResolverTypeWrapper<Omit<CreateSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DuplicateChoiceError: ResolverTypeWrapper<DuplicateChoiceError>;
  Faq: ResolverTypeWrapper<FaqValue>;
  FaqInput: FaqInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IdempotencyConflictError: ResolverTypeWrapper<IdempotencyConflictError>;
  Image: ResolverTypeWrapper<ImageValue>;
  InputFault: ResolverTypeWrapper<InputFault>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  KeyPoint: ResolverTypeWrapper<KeyPoint>;
  KeyPointInput: KeyPointInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Narrative: ResolverTypeWrapper<NarrativeRow>;
  NarrativeConnection: ResolverTypeWrapper<Connection<NarrativeRow>>;
  NarrativeEdge: ResolverTypeWrapper<Edge<NarrativeRow>>;
  NarrativeFilter: NarrativeFilter;
  NarrativeOrder: NarrativeOrder;
  NarrativeOrderField: NarrativeOrderField;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotFoundError: ResolverTypeWrapper<NotFoundError>;
  OpenSurveyInput: OpenSurveyInput;
  OpenSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OpenSurveyResult']>;
  OpenSurveySuccess: ResolverTypeWrapper<Omit<OpenSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  Option: ResolverTypeWrapper<OptionValue>;
  OrderDirection: OrderDirection;
  Outcome: ResolverTypeWrapper<OutcomeValue>;
  OutcomeRules: ResolverTypeWrapper<OutcomeRules>;
  OvervoteRule: OvervoteRule;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PublishArticleInput: PublishArticleInput;
  PublishArticleResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PublishArticleResult']>;
  PublishArticleSuccess: ResolverTypeWrapper<Omit<PublishArticleSuccess, 'article'> & { article: ResolversTypes['Article'] }>;
  PublishSurveyInput: PublishSurveyInput;
  PublishSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PublishSurveyResult']>;
  PublishSurveySuccess: ResolverTypeWrapper<Omit<PublishSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RelatedProject: ResolverTypeWrapper<RelatedProject>;
  ResultRevision: ResolverTypeWrapper<ResultRevisionValue>;
  ResultSource: ResultSource;
  ResultsVisibility: ResultsVisibility;
  RevisionResult: ResolverTypeWrapper<RevisionResultValue>;
  Round: ResolverTypeWrapper<RoundValue>;
  RoundResult: ResolverTypeWrapper<RoundResultValue>;
  RoundTie: ResolverTypeWrapper<RoundTieValue>;
  ScheduleSurveyInput: ScheduleSurveyInput;
  ScheduleSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ScheduleSurveyResult']>;
  ScheduleSurveySuccess: ResolverTypeWrapper<Omit<ScheduleSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  SearchConnection: ResolverTypeWrapper<SearchPage>;
  SearchEdge: ResolverTypeWrapper<Hit>;
  SearchResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SearchResult']>;
  SearchSection: ResolverTypeWrapper<SearchSectionValue>;
  SearchType: SearchType;
  Section: ResolverTypeWrapper<SectionValue>;
  Series: ResolverTypeWrapper<SeriesRow>;
  SlugTakenError: ResolverTypeWrapper<SlugTakenError>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Survey: ResolverTypeWrapper<SurveyRow>;
  SurveyConnection: ResolverTypeWrapper<Connection<SurveyRow>>;
  SurveyEdge: ResolverTypeWrapper<Edge<SurveyRow>>;
  SurveyFilter: SurveyFilter;
  SurveyMethod: SurveyMethod;
  SurveyNotEditableError: ResolverTypeWrapper<SurveyNotEditableError>;
  SurveyNotOpenError: ResolverTypeWrapper<SurveyNotOpenError>;
  SurveyOrder: SurveyOrder;
  SurveyOrderField: SurveyOrderField;
  SurveyResult: ResolverTypeWrapper<SurveyResultValue>;
  SurveyResultConnection: ResolverTypeWrapper<ListedResults>;
  SurveyResultEdge: ResolverTypeWrapper<ListedResultEdge>;
  SurveyStateError: ResolverTypeWrapper<SurveyStateError>;
  SurveyStatus: SurveyStatus;
  TextFormat: TextFormat;
  TieResolution: TieResolution;
  TooFewChoicesError: ResolverTypeWrapper<TooFewChoicesError>;
  TooManyChoicesError: ResolverTypeWrapper<TooManyChoicesError>;
  Transfer: ResolverTypeWrapper<TransferValue>;
  Turnout: ResolverTypeWrapper<Turnout>;
  TurnoutInterval: TurnoutInterval;
  UnfinishedImportError: ResolverTypeWrapper<UnfinishedImportError>;
  UnknownChoiceError: ResolverTypeWrapper<UnknownChoiceError>;
  UnknownReferenceError: ResolverTypeWrapper<UnknownReferenceError>;
  UpdateArticleInput: UpdateArticleInput;
  UpdateArticleResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateArticleResult']>;
  UpdateArticleSuccess: ResolverTypeWrapper<Omit<UpdateArticleSuccess, 'article'> & { article: ResolversTypes['Article'] }>;
  UpdateNarrativeInput: UpdateNarrativeInput;
  UpdateNarrativeResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateNarrativeResult']>;
  UpdateNarrativeSuccess: ResolverTypeWrapper<Omit<UpdateNarrativeSuccess, 'narrative'> & { narrative: ResolversTypes['Narrative'] }>;
  UpdateSurveyInput: UpdateSurveyInput;
  UpdateSurveyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateSurveyResult']>;
  UpdateSurveySuccess: ResolverTypeWrapper<Omit<UpdateSurveySuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  UserErrorCode: UserErrorCode;
  Viewer: ResolverTypeWrapper<Viewer>;
  ViewerKind: ViewerKind;
  Vote: ResolverTypeWrapper<VoteRow>;
  VoteChannel: VoteChannel;
  VoteConnection: ResolverTypeWrapper<Connection<VoteRow>>;
  VoteEdge: ResolverTypeWrapper<Edge<VoteRow>>;
  VoteFilter: VoteFilter;
  VoteNotFoundError: ResolverTypeWrapper<VoteNotFoundError>;
  WithdrawVoteInput: WithdrawVoteInput;
  WithdrawVoteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WithdrawVoteResult']>;
  WithdrawVoteSuccess: ResolverTypeWrapper<Omit<WithdrawVoteSuccess, 'survey'> & { survey: ResolversTypes['Survey'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Article: ArticleRow;
  ArticleConnection: Connection<ArticleRow>;
  ArticleEdge: Edge<ArticleRow>;
  ArticleFilter: ArticleFilter;
  ArticleOrder: ArticleOrder;
  AuditEntry: AuditEntryRow;
  AuditEntryConnection: Connection<AuditEntryRow>;
  AuditEntryEdge: Edge<AuditEntryRow>;
  Author: AuthorRow;
  Boolean: Scalars['Boolean']['output'];
  Budget: Budget;
  CancelSurveyInput: CancelSurveyInput;
  CancelSurveyResult: ResolversUnionTypes<ResolversParentTypes>['CancelSurveyResult'];
  CancelSurveySuccess: Omit<CancelSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  CastVoteInput: CastVoteInput;
  CastVoteResult: ResolversUnionTypes<ResolversParentTypes>['CastVoteResult'];
  CastVoteSuccess: Omit<CastVoteSuccess, 'vote'> & { vote: ResolversParentTypes['Vote'] };
  Category: CategoryRow;
  ChannelVotes: ChannelVotes;
  CloseSurveyInput: CloseSurveyInput;
  CloseSurveyResult: ResolversUnionTypes<ResolversParentTypes>['CloseSurveyResult'];
  CloseSurveySuccess: Omit<CloseSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  ConfidenceInterval: ConfidenceInterval;
  CreateArticleInput: CreateArticleInput;
  CreateArticleResult: ResolversUnionTypes<ResolversParentTypes>['CreateArticleResult'];
  CreateArticleSuccess: Omit<CreateArticleSuccess, 'article'> & { article: ResolversParentTypes['Article'] };
  CreateNarrativeInput: CreateNarrativeInput;
  CreateNarrativeResult: ResolversUnionTypes<ResolversParentTypes>['CreateNarrativeResult'];
  CreateNarrativeSuccess: Omit<CreateNarrativeSuccess, 'narrative'> & { narrative: ResolversParentTypes['Narrative'] };
  CreateSurveyInput: CreateSurveyInput;
  CreateSurveyResult: ResolversUnionTypes<ResolversParentTypes>['CreateSurveyResult'];
  CreateSurveySuccess: Omit<CreateSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  DateTime: Scalars['DateTime']['output'];
  DuplicateChoiceError: DuplicateChoiceError;
  Faq: FaqValue;
  FaqInput: FaqInput;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  IdempotencyConflictError: IdempotencyConflictError;
  Image: ImageValue;
  InputFault: InputFault;
  Int: Scalars['Int']['output'];
  InvalidInputError: InvalidInputError;
  KeyPoint: KeyPoint;
  KeyPointInput: KeyPointInput;
  Mutation: Record<PropertyKey, never>;
  Narrative: NarrativeRow;
  NarrativeConnection: Connection<NarrativeRow>;
  NarrativeEdge: Edge<NarrativeRow>;
  NarrativeFilter: NarrativeFilter;
  NarrativeOrder: NarrativeOrder;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotFoundError: NotFoundError;
  OpenSurveyInput: OpenSurveyInput;
  OpenSurveyResult: ResolversUnionTypes<ResolversParentTypes>['OpenSurveyResult'];
  OpenSurveySuccess: Omit<OpenSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  Option: OptionValue;
  Outcome: OutcomeValue;
  OutcomeRules: OutcomeRules;
  PageInfo: PageInfo;
  PublishArticleInput: PublishArticleInput;
  PublishArticleResult: ResolversUnionTypes<ResolversParentTypes>['PublishArticleResult'];
  PublishArticleSuccess: Omit<PublishArticleSuccess, 'article'> & { article: ResolversParentTypes['Article'] };
  PublishSurveyInput: PublishSurveyInput;
  PublishSurveyResult: ResolversUnionTypes<ResolversParentTypes>['PublishSurveyResult'];
  PublishSurveySuccess: Omit<PublishSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  Query: Record<PropertyKey, never>;
  RelatedProject: RelatedProject;
  ResultRevision: ResultRevisionValue;
  RevisionResult: RevisionResultValue;
  Round: RoundValue;
  RoundResult: RoundResultValue;
  RoundTie: RoundTieValue;
  ScheduleSurveyInput: ScheduleSurveyInput;
  ScheduleSurveyResult: ResolversUnionTypes<ResolversParentTypes>['ScheduleSurveyResult'];
  ScheduleSurveySuccess: Omit<ScheduleSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  SearchConnection: SearchPage;
  SearchEdge: Hit;
  SearchResult: ResolversUnionTypes<ResolversParentTypes>['SearchResult'];
  SearchSection: SearchSectionValue;
  Section: SectionValue;
  Series: SeriesRow;
  SlugTakenError: SlugTakenError;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  Survey: SurveyRow;
  SurveyConnection: Connection<SurveyRow>;
  SurveyEdge: Edge<SurveyRow>;
  SurveyFilter: SurveyFilter;
  SurveyNotEditableError: SurveyNotEditableError;
  SurveyNotOpenError: SurveyNotOpenError;
  SurveyOrder: SurveyOrder;
  SurveyResult: SurveyResultValue;
  SurveyResultConnection: ListedResults;
  SurveyResultEdge: ListedResultEdge;
  SurveyStateError: SurveyStateError;
  TooFewChoicesError: TooFewChoicesError;
  TooManyChoicesError: TooManyChoicesError;
  Transfer: TransferValue;
  Turnout: Turnout;
  UnfinishedImportError: UnfinishedImportError;
  UnknownChoiceError: UnknownChoiceError;
  UnknownReferenceError: UnknownReferenceError;
  UpdateArticleInput: UpdateArticleInput;
  UpdateArticleResult: ResolversUnionTypes<ResolversParentTypes>['UpdateArticleResult'];
  UpdateArticleSuccess: Omit<UpdateArticleSuccess, 'article'> & { article: ResolversParentTypes['Article'] };
  UpdateNarrativeInput: UpdateNarrativeInput;
  UpdateNarrativeResult: ResolversUnionTypes<ResolversParentTypes>['UpdateNarrativeResult'];
  UpdateNarrativeSuccess: Omit<UpdateNarrativeSuccess, 'narrative'> & { narrative: ResolversParentTypes['Narrative'] };
  UpdateSurveyInput: UpdateSurveyInput;
  UpdateSurveyResult: ResolversUnionTypes<ResolversParentTypes>['UpdateSurveyResult'];
  UpdateSurveySuccess: Omit<UpdateSurveySuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  Viewer: Viewer;
  Vote: VoteRow;
  VoteConnection: Connection<VoteRow>;
  VoteEdge: Edge<VoteRow>;
  VoteFilter: VoteFilter;
  VoteNotFoundError: VoteNotFoundError;
  WithdrawVoteInput: WithdrawVoteInput;
  WithdrawVoteResult: ResolversUnionTypes<ResolversParentTypes>['WithdrawVoteResult'];
  WithdrawVoteSuccess: Omit<WithdrawVoteSuccess, 'survey'> & { survey: ResolversParentTypes['Survey'] };
};

export type CostDirectiveArgs = {
  weight: Scalars['String']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = Context, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  requireOneSlicingArgument?: Maybe<Scalars['Boolean']['input']>;
  sizedFields?: Maybe<Array<Scalars['String']['input']>>;
  slicingArguments?: Maybe<Array<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = Context, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresScopesDirectiveArgs = {
  scopes: Array<Array<Scalars['String']['input']>>;
};

export type RequiresScopesDirectiveResolver<Result, Parent, ContextType = Context, Args = RequiresScopesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ArticleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Article'] = ResolversParentTypes['Article']> = {
  author: Resolver<ResolversTypes['Author'], ParentType, ContextType>;
  body: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<ArticleBodyArgs, 'format'>>;
  category: Resolver<ResolversTypes['Category'], ParentType, ContextType>;
  disclaimer: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  excerpt: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  faqs: Resolver<Array<ResolversTypes['Faq']>, ParentType, ContextType>;
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  image: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  narratives: Resolver<Array<ResolversTypes['Narrative']>, ParentType, ContextType>;
  publishedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  readingTimeMinutes: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  related: Resolver<Array<ResolversTypes['Article']>, ParentType, ContextType, RequireFields<ArticleRelatedArgs, 'first'>>;
  sections: Resolver<Array<ResolversTypes['Section']>, ParentType, ContextType, Partial<ArticleSectionsArgs>>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status: Resolver<ResolversTypes['ArticleStatus'], ParentType, ContextType>;
  survey: Resolver<Maybe<ResolversTypes['Survey']>, ParentType, ContextType>;
  title: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ArticleConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArticleConnection'] = ResolversParentTypes['ArticleConnection']> = {
  edges: Resolver<Array<ResolversTypes['ArticleEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['Article']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ArticleEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArticleEdge'] = ResolversParentTypes['ArticleEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Article'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  action: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  after: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  before: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuthorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Author'] = ResolversParentTypes['Author']> = {
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BudgetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Budget'] = ResolversParentTypes['Budget']> = {
  limit: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  remaining: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  resetAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CancelSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelSurveyResult'] = ResolversParentTypes['CancelSurveyResult']> = {
  __resolveType: TypeResolveFn<'CancelSurveySuccess' | 'NotFoundError' | 'SurveyStateError', ParentType, ContextType>;
};

export type CancelSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelSurveySuccess'] = ResolversParentTypes['CancelSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CastVoteResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CastVoteResult'] = ResolversParentTypes['CastVoteResult']> = {
  __resolveType: TypeResolveFn<'CastVoteSuccess' | 'DuplicateChoiceError' | 'IdempotencyConflictError' | 'SurveyNotOpenError' | 'TooFewChoicesError' | 'TooManyChoicesError' | 'UnknownChoiceError', ParentType, ContextType>;
};

export type CastVoteSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CastVoteSuccess'] = ResolversParentTypes['CastVoteSuccess']> = {
  receipt: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  vote: Resolver<ResolversTypes['Vote'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category']> = {
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ChannelVotesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelVotes'] = ResolversParentTypes['ChannelVotes']> = {
  channel: Resolver<ResolversTypes['VoteChannel'], ParentType, ContextType>;
  share: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  votes: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CloseSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseSurveyResult'] = ResolversParentTypes['CloseSurveyResult']> = {
  __resolveType: TypeResolveFn<'CloseSurveySuccess' | 'NotFoundError' | 'SurveyStateError', ParentType, ContextType>;
};

export type CloseSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseSurveySuccess'] = ResolversParentTypes['CloseSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConfidenceIntervalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConfidenceInterval'] = ResolversParentTypes['ConfidenceInterval']> = {
  confidence: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CreateArticleResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateArticleResult'] = ResolversParentTypes['CreateArticleResult']> = {
  __resolveType: TypeResolveFn<'CreateArticleSuccess' | 'InvalidInputError' | 'SlugTakenError' | 'UnknownReferenceError', ParentType, ContextType>;
};

export type CreateArticleSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateArticleSuccess'] = ResolversParentTypes['CreateArticleSuccess']> = {
  article: Resolver<ResolversTypes['Article'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateNarrativeResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateNarrativeResult'] = ResolversParentTypes['CreateNarrativeResult']> = {
  __resolveType: TypeResolveFn<'CreateNarrativeSuccess' | 'InvalidInputError' | 'SlugTakenError', ParentType, ContextType>;
};

export type CreateNarrativeSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateNarrativeSuccess'] = ResolversParentTypes['CreateNarrativeSuccess']> = {
  narrative: Resolver<ResolversTypes['Narrative'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateSurveyResult'] = ResolversParentTypes['CreateSurveyResult']> = {
  __resolveType: TypeResolveFn<'CreateSurveySuccess' | 'InvalidInputError' | 'SlugTakenError' | 'UnknownReferenceError', ParentType, ContextType>;
};

export type CreateSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateSurveySuccess'] = ResolversParentTypes['CreateSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DuplicateChoiceErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DuplicateChoiceError'] = ResolversParentTypes['DuplicateChoiceError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FaqResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Faq'] = ResolversParentTypes['Faq']> = {
  answer: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<FaqAnswerArgs, 'format'>>;
  question: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IdempotencyConflictErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyConflictError'] = ResolversParentTypes['IdempotencyConflictError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ImageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image']> = {
  alt: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  height: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  url: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  width: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type InputFaultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InputFault'] = ResolversParentTypes['InputFault']> = {
  line: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type InvalidInputErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidInputError'] = ResolversParentTypes['InvalidInputError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  faults: Resolver<Array<ResolversTypes['InputFault']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KeyPointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyPoint'] = ResolversParentTypes['KeyPoint']> = {
  body: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelSurvey: Resolver<ResolversTypes['CancelSurveyResult'], ParentType, ContextType, RequireFields<MutationCancelSurveyArgs, 'input'>>;
  castVote: Resolver<ResolversTypes['CastVoteResult'], ParentType, ContextType, RequireFields<MutationCastVoteArgs, 'input'>>;
  closeSurvey: Resolver<ResolversTypes['CloseSurveyResult'], ParentType, ContextType, RequireFields<MutationCloseSurveyArgs, 'input'>>;
  createArticle: Resolver<ResolversTypes['CreateArticleResult'], ParentType, ContextType, RequireFields<MutationCreateArticleArgs, 'input'>>;
  createNarrative: Resolver<ResolversTypes['CreateNarrativeResult'], ParentType, ContextType, RequireFields<MutationCreateNarrativeArgs, 'input'>>;
  createSurvey: Resolver<ResolversTypes['CreateSurveyResult'], ParentType, ContextType, RequireFields<MutationCreateSurveyArgs, 'input'>>;
  openSurvey: Resolver<ResolversTypes['OpenSurveyResult'], ParentType, ContextType, RequireFields<MutationOpenSurveyArgs, 'input'>>;
  publishArticle: Resolver<ResolversTypes['PublishArticleResult'], ParentType, ContextType, RequireFields<MutationPublishArticleArgs, 'input'>>;
  publishSurvey: Resolver<ResolversTypes['PublishSurveyResult'], ParentType, ContextType, RequireFields<MutationPublishSurveyArgs, 'input'>>;
  scheduleSurvey: Resolver<ResolversTypes['ScheduleSurveyResult'], ParentType, ContextType, RequireFields<MutationScheduleSurveyArgs, 'input'>>;
  updateArticle: Resolver<ResolversTypes['UpdateArticleResult'], ParentType, ContextType, RequireFields<MutationUpdateArticleArgs, 'input'>>;
  updateNarrative: Resolver<ResolversTypes['UpdateNarrativeResult'], ParentType, ContextType, RequireFields<MutationUpdateNarrativeArgs, 'input'>>;
  updateSurvey: Resolver<ResolversTypes['UpdateSurveyResult'], ParentType, ContextType, RequireFields<MutationUpdateSurveyArgs, 'input'>>;
  withdrawVote: Resolver<ResolversTypes['WithdrawVoteResult'], ParentType, ContextType, RequireFields<MutationWithdrawVoteArgs, 'input'>>;
};

export type NarrativeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Narrative'] = ResolversParentTypes['Narrative']> = {
  articles: Resolver<ResolversTypes['ArticleConnection'], ParentType, ContextType, Partial<NarrativeArticlesArgs>>;
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyPoints: Resolver<Array<ResolversTypes['KeyPoint']>, ParentType, ContextType>;
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  relatedProjects: Resolver<Array<ResolversTypes['RelatedProject']>, ParentType, ContextType>;
  result: Resolver<Maybe<ResolversTypes['SurveyResult']>, ParentType, ContextType, RequireFields<NarrativeResultArgs, 'survey'>>;
  results: Resolver<ResolversTypes['SurveyResultConnection'], ParentType, ContextType, Partial<NarrativeResultsArgs>>;
  shortName: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  summary: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NarrativeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NarrativeConnection'] = ResolversParentTypes['NarrativeConnection']> = {
  edges: Resolver<Array<ResolversTypes['NarrativeEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['Narrative']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NarrativeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NarrativeEdge'] = ResolversParentTypes['NarrativeEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Narrative'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Article' | 'Narrative' | 'Survey' | 'SurveyResult' | 'Vote', ParentType, ContextType>;
};

export type NotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotFoundError'] = ResolversParentTypes['NotFoundError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OpenSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenSurveyResult'] = ResolversParentTypes['OpenSurveyResult']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'NotFoundError' | 'OpenSurveySuccess' | 'SurveyStateError', ParentType, ContextType>;
};

export type OpenSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenSurveySuccess'] = ResolversParentTypes['OpenSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Option'] = ResolversParentTypes['Option']> = {
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  narrative: Resolver<ResolversTypes['Narrative'], ParentType, ContextType>;
  shortName: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Outcome'] = ResolversParentTypes['Outcome']> = {
  asOf: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  channels: Resolver<Maybe<Array<ResolversTypes['ChannelVotes']>>, ParentType, ContextType>;
  denominator: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  isFinal: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  method: Resolver<ResolversTypes['SurveyMethod'], ParentType, ContextType>;
  revision: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revisions: Resolver<Array<ResolversTypes['ResultRevision']>, ParentType, ContextType, RequireFields<OutcomeRevisionsArgs, 'first'>>;
  rounds: Resolver<Maybe<Array<ResolversTypes['Round']>>, ParentType, ContextType, RequireFields<OutcomeRoundsArgs, 'first'>>;
  rules: Resolver<ResolversTypes['OutcomeRules'], ParentType, ContextType>;
  tieRule: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unfinishedImportsReason: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unlistedShare: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type OutcomeRulesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutcomeRules'] = ResolversParentTypes['OutcomeRules']> = {
  overvote: Resolver<Maybe<ResolversTypes['OvervoteRule']>, ParentType, ContextType>;
  skips: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ties: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PublishArticleResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishArticleResult'] = ResolversParentTypes['PublishArticleResult']> = {
  __resolveType: TypeResolveFn<'NotFoundError' | 'PublishArticleSuccess', ParentType, ContextType>;
};

export type PublishArticleSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishArticleSuccess'] = ResolversParentTypes['PublishArticleSuccess']> = {
  article: Resolver<ResolversTypes['Article'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PublishSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishSurveyResult'] = ResolversParentTypes['PublishSurveyResult']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'NotFoundError' | 'PublishSurveySuccess' | 'SurveyStateError' | 'UnfinishedImportError', ParentType, ContextType>;
};

export type PublishSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishSurveySuccess'] = ResolversParentTypes['PublishSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  allSeries: Resolver<Array<ResolversTypes['Series']>, ParentType, ContextType>;
  article: Resolver<Maybe<ResolversTypes['Article']>, ParentType, ContextType, RequireFields<QueryArticleArgs, 'slug'>>;
  articles: Resolver<ResolversTypes['ArticleConnection'], ParentType, ContextType, RequireFields<QueryArticlesArgs, 'orderBy'>>;
  auditTrail: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, Partial<QueryAuditTrailArgs>>;
  budget: Resolver<ResolversTypes['Budget'], ParentType, ContextType>;
  categories: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  narrative: Resolver<Maybe<ResolversTypes['Narrative']>, ParentType, ContextType, RequireFields<QueryNarrativeArgs, 'slug'>>;
  narratives: Resolver<ResolversTypes['NarrativeConnection'], ParentType, ContextType, RequireFields<QueryNarrativesArgs, 'orderBy'>>;
  node: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes: Resolver<Array<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  search: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'first' | 'query'>>;
  series: Resolver<Maybe<ResolversTypes['Series']>, ParentType, ContextType, RequireFields<QuerySeriesArgs, 'slug'>>;
  survey: Resolver<Maybe<ResolversTypes['Survey']>, ParentType, ContextType, RequireFields<QuerySurveyArgs, 'slug'>>;
  surveys: Resolver<ResolversTypes['SurveyConnection'], ParentType, ContextType, RequireFields<QuerySurveysArgs, 'orderBy'>>;
  viewer: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  vote: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType, RequireFields<QueryVoteArgs, 'receipt'>>;
};

export type RelatedProjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RelatedProject'] = ResolversParentTypes['RelatedProject']> = {
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ResultRevisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResultRevision'] = ResolversParentTypes['ResultRevision']> = {
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  results: Resolver<Array<ResolversTypes['RevisionResult']>, ParentType, ContextType>;
  revision: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RevisionResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevisionResult'] = ResolversParentTypes['RevisionResult']> = {
  option: Resolver<ResolversTypes['Option'], ParentType, ContextType>;
  rank: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  votes: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Round'] = ResolversParentTypes['Round']> = {
  eliminated: Resolver<Array<ResolversTypes['Option']>, ParentType, ContextType>;
  exhausted: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  number: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  results: Resolver<Array<ResolversTypes['RoundResult']>, ParentType, ContextType, RequireFields<RoundResultsArgs, 'first'>>;
  ties: Resolver<Array<ResolversTypes['RoundTie']>, ParentType, ContextType>;
  transfers: Resolver<Array<ResolversTypes['Transfer']>, ParentType, ContextType, RequireFields<RoundTransfersArgs, 'first'>>;
};

export type RoundResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoundResult'] = ResolversParentTypes['RoundResult']> = {
  option: Resolver<ResolversTypes['Option'], ParentType, ContextType>;
  share: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  votes: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoundTieResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoundTie'] = ResolversParentTypes['RoundTie']> = {
  options: Resolver<Array<ResolversTypes['Option']>, ParentType, ContextType>;
  resolvedBy: Resolver<ResolversTypes['TieResolution'], ParentType, ContextType>;
};

export type ScheduleSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleSurveyResult'] = ResolversParentTypes['ScheduleSurveyResult']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'NotFoundError' | 'ScheduleSurveySuccess' | 'SurveyStateError', ParentType, ContextType>;
};

export type ScheduleSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleSurveySuccess'] = ResolversParentTypes['ScheduleSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SearchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  edges: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['SearchResult']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['SearchResult'], ParentType, ContextType>;
  section: Resolver<Maybe<ResolversTypes['SearchSection']>, ParentType, ContextType>;
  snippet: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchResult'] = ResolversParentTypes['SearchResult']> = {
  __resolveType: TypeResolveFn<'Article' | 'Narrative' | 'Survey', ParentType, ContextType>;
};

export type SearchSectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchSection'] = ResolversParentTypes['SearchSection']> = {
  anchor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  heading: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Section'] = ResolversParentTypes['Section']> = {
  anchor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  body: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<SectionBodyArgs, 'format'>>;
  heading: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  level: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sections: Resolver<Array<ResolversTypes['Section']>, ParentType, ContextType>;
};

export type SeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Series'] = ResolversParentTypes['Series']> = {
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SlugTakenErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SlugTakenError'] = ResolversParentTypes['SlugTakenError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  surveyResults: SubscriptionResolver<Maybe<ResolversTypes['Survey']>, "surveyResults", ParentType, ContextType, RequireFields<SubscriptionSurveyResultsArgs, 'survey'>>;
};

export type SurveyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Survey'] = ResolversParentTypes['Survey']> = {
  articles: Resolver<ResolversTypes['ArticleConnection'], ParentType, ContextType, Partial<SurveyArticlesArgs>>;
  chart: Resolver<ResolversTypes['Image'], ParentType, ContextType>;
  closesAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<SurveyDescriptionArgs, 'format'>>;
  edition: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isSample: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  maxChoices: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  method: Resolver<ResolversTypes['SurveyMethod'], ParentType, ContextType>;
  opensAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  options: Resolver<Array<ResolversTypes['Option']>, ParentType, ContextType>;
  outcome: Resolver<Maybe<ResolversTypes['Outcome']>, ParentType, ContextType>;
  overvote: Resolver<Maybe<ResolversTypes['OvervoteRule']>, ParentType, ContextType>;
  previousEdition: Resolver<Maybe<ResolversTypes['Survey']>, ParentType, ContextType>;
  publishedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  question: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  resultSource: Resolver<ResolversTypes['ResultSource'], ParentType, ContextType>;
  results: Resolver<Maybe<Array<ResolversTypes['SurveyResult']>>, ParentType, ContextType, RequireFields<SurveyResultsArgs, 'first'>>;
  resultsVisibility: Resolver<ResolversTypes['ResultsVisibility'], ParentType, ContextType>;
  series: Resolver<Maybe<ResolversTypes['Series']>, ParentType, ContextType>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status: Resolver<ResolversTypes['SurveyStatus'], ParentType, ContextType>;
  title: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  turnout: Resolver<Maybe<Array<ResolversTypes['Turnout']>>, ParentType, ContextType, RequireFields<SurveyTurnoutArgs, 'first' | 'interval'>>;
  viewerVote: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType, Partial<SurveyViewerVoteArgs>>;
  voteCount: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  votes: Resolver<Maybe<ResolversTypes['VoteConnection']>, ParentType, ContextType, Partial<SurveyVotesArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SurveyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyConnection'] = ResolversParentTypes['SurveyConnection']> = {
  edges: Resolver<Array<ResolversTypes['SurveyEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['Survey']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SurveyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyEdge'] = ResolversParentTypes['SurveyEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
};

export type SurveyNotEditableErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyNotEditableError'] = ResolversParentTypes['SurveyNotEditableError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SurveyNotOpenErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyNotOpenError'] = ResolversParentTypes['SurveyNotOpenError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyResult'] = ResolversParentTypes['SurveyResult']> = {
  channels: Resolver<Maybe<Array<ResolversTypes['ChannelVotes']>>, ParentType, ContextType>;
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  interval: Resolver<Maybe<ResolversTypes['ConfidenceInterval']>, ParentType, ContextType, RequireFields<SurveyResultIntervalArgs, 'confidence'>>;
  isTied: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  marginToNext: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  narrative: Resolver<ResolversTypes['Narrative'], ParentType, ContextType>;
  previous: Resolver<Maybe<ResolversTypes['SurveyResult']>, ParentType, ContextType>;
  rank: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rankChange: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  share: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  shareChange: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  shareExact: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  votes: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SurveyResultConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyResultConnection'] = ResolversParentTypes['SurveyResultConnection']> = {
  edges: Resolver<Array<ResolversTypes['SurveyResultEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['SurveyResult']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SurveyResultEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyResultEdge'] = ResolversParentTypes['SurveyResultEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['SurveyResult'], ParentType, ContextType>;
};

export type SurveyStateErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SurveyStateError'] = ResolversParentTypes['SurveyStateError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TooFewChoicesErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TooFewChoicesError'] = ResolversParentTypes['TooFewChoicesError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TooManyChoicesErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TooManyChoicesError'] = ResolversParentTypes['TooManyChoicesError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TransferResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Transfer'] = ResolversParentTypes['Transfer']> = {
  from: Resolver<ResolversTypes['Option'], ParentType, ContextType>;
  to: Resolver<Maybe<ResolversTypes['Option']>, ParentType, ContextType>;
  votes: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TurnoutResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Turnout'] = ResolversParentTypes['Turnout']> = {
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  votes: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UnfinishedImportErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnfinishedImportError'] = ResolversParentTypes['UnfinishedImportError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnknownChoiceErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnknownChoiceError'] = ResolversParentTypes['UnknownChoiceError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnknownReferenceErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnknownReferenceError'] = ResolversParentTypes['UnknownReferenceError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateArticleResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateArticleResult'] = ResolversParentTypes['UpdateArticleResult']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'NotFoundError' | 'UnknownReferenceError' | 'UpdateArticleSuccess', ParentType, ContextType>;
};

export type UpdateArticleSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateArticleSuccess'] = ResolversParentTypes['UpdateArticleSuccess']> = {
  article: Resolver<ResolversTypes['Article'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateNarrativeResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateNarrativeResult'] = ResolversParentTypes['UpdateNarrativeResult']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'NotFoundError' | 'UpdateNarrativeSuccess', ParentType, ContextType>;
};

export type UpdateNarrativeSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateNarrativeSuccess'] = ResolversParentTypes['UpdateNarrativeSuccess']> = {
  narrative: Resolver<ResolversTypes['Narrative'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateSurveyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateSurveyResult'] = ResolversParentTypes['UpdateSurveyResult']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'NotFoundError' | 'SurveyNotEditableError' | 'UnknownReferenceError' | 'UpdateSurveySuccess', ParentType, ContextType>;
};

export type UpdateSurveySuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateSurveySuccess'] = ResolversParentTypes['UpdateSurveySuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'DuplicateChoiceError' | 'IdempotencyConflictError' | 'InvalidInputError' | 'NotFoundError' | 'SlugTakenError' | 'SurveyNotEditableError' | 'SurveyNotOpenError' | 'SurveyStateError' | 'TooFewChoicesError' | 'TooManyChoicesError' | 'UnfinishedImportError' | 'UnknownChoiceError' | 'UnknownReferenceError' | 'VoteNotFoundError', ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  kind: Resolver<ResolversTypes['ViewerKind'], ParentType, ContextType>;
  name: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scopes: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Vote'] = ResolversParentTypes['Vote']> = {
  castAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  channel: Resolver<ResolversTypes['VoteChannel'], ParentType, ContextType>;
  choices: Resolver<Array<ResolversTypes['Option']>, ParentType, ContextType>;
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  receipt: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VoteConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VoteConnection'] = ResolversParentTypes['VoteConnection']> = {
  edges: Resolver<Array<ResolversTypes['VoteEdge']>, ParentType, ContextType>;
  nodes: Resolver<Array<ResolversTypes['Vote']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VoteEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VoteEdge'] = ResolversParentTypes['VoteEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Vote'], ParentType, ContextType>;
};

export type VoteNotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VoteNotFoundError'] = ResolversParentTypes['VoteNotFoundError']> = {
  code: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WithdrawVoteResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WithdrawVoteResult'] = ResolversParentTypes['WithdrawVoteResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflictError' | 'SurveyNotOpenError' | 'VoteNotFoundError' | 'WithdrawVoteSuccess', ParentType, ContextType>;
};

export type WithdrawVoteSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WithdrawVoteSuccess'] = ResolversParentTypes['WithdrawVoteSuccess']> = {
  survey: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Article: ArticleResolvers<ContextType>;
  ArticleConnection: ArticleConnectionResolvers<ContextType>;
  ArticleEdge: ArticleEdgeResolvers<ContextType>;
  AuditEntry: AuditEntryResolvers<ContextType>;
  AuditEntryConnection: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge: AuditEntryEdgeResolvers<ContextType>;
  Author: AuthorResolvers<ContextType>;
  Budget: BudgetResolvers<ContextType>;
  CancelSurveyResult: CancelSurveyResultResolvers<ContextType>;
  CancelSurveySuccess: CancelSurveySuccessResolvers<ContextType>;
  CastVoteResult: CastVoteResultResolvers<ContextType>;
  CastVoteSuccess: CastVoteSuccessResolvers<ContextType>;
  Category: CategoryResolvers<ContextType>;
  ChannelVotes: ChannelVotesResolvers<ContextType>;
  CloseSurveyResult: CloseSurveyResultResolvers<ContextType>;
  CloseSurveySuccess: CloseSurveySuccessResolvers<ContextType>;
  ConfidenceInterval: ConfidenceIntervalResolvers<ContextType>;
  CreateArticleResult: CreateArticleResultResolvers<ContextType>;
  CreateArticleSuccess: CreateArticleSuccessResolvers<ContextType>;
  CreateNarrativeResult: CreateNarrativeResultResolvers<ContextType>;
  CreateNarrativeSuccess: CreateNarrativeSuccessResolvers<ContextType>;
  CreateSurveyResult: CreateSurveyResultResolvers<ContextType>;
  CreateSurveySuccess: CreateSurveySuccessResolvers<ContextType>;
  DateTime: GraphQLScalarType;
  DuplicateChoiceError: DuplicateChoiceErrorResolvers<ContextType>;
  Faq: FaqResolvers<ContextType>;
  IdempotencyConflictError: IdempotencyConflictErrorResolvers<ContextType>;
  Image: ImageResolvers<ContextType>;
  InputFault: InputFaultResolvers<ContextType>;
  InvalidInputError: InvalidInputErrorResolvers<ContextType>;
  KeyPoint: KeyPointResolvers<ContextType>;
  Mutation: MutationResolvers<ContextType>;
  Narrative: NarrativeResolvers<ContextType>;
  NarrativeConnection: NarrativeConnectionResolvers<ContextType>;
  NarrativeEdge: NarrativeEdgeResolvers<ContextType>;
  Node: NodeResolvers<ContextType>;
  NotFoundError: NotFoundErrorResolvers<ContextType>;
  OpenSurveyResult: OpenSurveyResultResolvers<ContextType>;
  OpenSurveySuccess: OpenSurveySuccessResolvers<ContextType>;
  Option: OptionResolvers<ContextType>;
  Outcome: OutcomeResolvers<ContextType>;
  OutcomeRules: OutcomeRulesResolvers<ContextType>;
  PageInfo: PageInfoResolvers<ContextType>;
  PublishArticleResult: PublishArticleResultResolvers<ContextType>;
  PublishArticleSuccess: PublishArticleSuccessResolvers<ContextType>;
  PublishSurveyResult: PublishSurveyResultResolvers<ContextType>;
  PublishSurveySuccess: PublishSurveySuccessResolvers<ContextType>;
  Query: QueryResolvers<ContextType>;
  RelatedProject: RelatedProjectResolvers<ContextType>;
  ResultRevision: ResultRevisionResolvers<ContextType>;
  RevisionResult: RevisionResultResolvers<ContextType>;
  Round: RoundResolvers<ContextType>;
  RoundResult: RoundResultResolvers<ContextType>;
  RoundTie: RoundTieResolvers<ContextType>;
  ScheduleSurveyResult: ScheduleSurveyResultResolvers<ContextType>;
  ScheduleSurveySuccess: ScheduleSurveySuccessResolvers<ContextType>;
  SearchConnection: SearchConnectionResolvers<ContextType>;
  SearchEdge: SearchEdgeResolvers<ContextType>;
  SearchResult: SearchResultResolvers<ContextType>;
  SearchSection: SearchSectionResolvers<ContextType>;
  Section: SectionResolvers<ContextType>;
  Series: SeriesResolvers<ContextType>;
  SlugTakenError: SlugTakenErrorResolvers<ContextType>;
  Subscription: SubscriptionResolvers<ContextType>;
  Survey: SurveyResolvers<ContextType>;
  SurveyConnection: SurveyConnectionResolvers<ContextType>;
  SurveyEdge: SurveyEdgeResolvers<ContextType>;
  SurveyNotEditableError: SurveyNotEditableErrorResolvers<ContextType>;
  SurveyNotOpenError: SurveyNotOpenErrorResolvers<ContextType>;
  SurveyResult: SurveyResultResolvers<ContextType>;
  SurveyResultConnection: SurveyResultConnectionResolvers<ContextType>;
  SurveyResultEdge: SurveyResultEdgeResolvers<ContextType>;
  SurveyStateError: SurveyStateErrorResolvers<ContextType>;
  TooFewChoicesError: TooFewChoicesErrorResolvers<ContextType>;
  TooManyChoicesError: TooManyChoicesErrorResolvers<ContextType>;
  Transfer: TransferResolvers<ContextType>;
  Turnout: TurnoutResolvers<ContextType>;
  UnfinishedImportError: UnfinishedImportErrorResolvers<ContextType>;
  UnknownChoiceError: UnknownChoiceErrorResolvers<ContextType>;
  UnknownReferenceError: UnknownReferenceErrorResolvers<ContextType>;
  UpdateArticleResult: UpdateArticleResultResolvers<ContextType>;
  UpdateArticleSuccess: UpdateArticleSuccessResolvers<ContextType>;
  UpdateNarrativeResult: UpdateNarrativeResultResolvers<ContextType>;
  UpdateNarrativeSuccess: UpdateNarrativeSuccessResolvers<ContextType>;
  UpdateSurveyResult: UpdateSurveyResultResolvers<ContextType>;
  UpdateSurveySuccess: UpdateSurveySuccessResolvers<ContextType>;
  UserError: UserErrorResolvers<ContextType>;
  Viewer: ViewerResolvers<ContextType>;
  Vote: VoteResolvers<ContextType>;
  VoteConnection: VoteConnectionResolvers<ContextType>;
  VoteEdge: VoteEdgeResolvers<ContextType>;
  VoteNotFoundError: VoteNotFoundErrorResolvers<ContextType>;
  WithdrawVoteResult: WithdrawVoteResultResolvers<ContextType>;
  WithdrawVoteSuccess: WithdrawVoteSuccessResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cost: CostDirectiveResolver<any, any, ContextType>;
  listSize: ListSizeDirectiveResolver<any, any, ContextType>;
  requiresScopes: RequiresScopesDirectiveResolver<any, any, ContextType>;
};
