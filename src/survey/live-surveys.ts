import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import { surveysBySlugs } from './queries.ts';
import { figuresVersion, isCountCurrent, isResultVisible, isVotingOver } from './status.ts';

/** Surveys as they move. */
export interface LiveSurveys {
  /**
   * The survey at once, then again whenever something of it changed that can be seen, at most once a tick;
   * ends when its figures are final. Undefined, once, when there is no such survey. A slow reader misses what
   * lies between, never the latest.
   */
  follow: (slug: string, seesDrafts: boolean) => AsyncIterableIterator<SurveyRow | undefined>;
  /** Ends every follower. */
  close: () => void;
}

export interface LiveSurveysOptions {
  db: Database;
  tickMilliseconds?: number | undefined;
  /** Called with the error when followed surveys cannot be read; once, until they can be read again. */
  onFailure: (error: unknown) => void;
}

/**
 * What all followers of a survey who may see the same of it share: one row, so that what is read for one is
 * read for all.
 */
interface Topic {
  slug: string;
  seesDrafts: boolean;
  row: SurveyRow | undefined;
  /** Changes with what can be seen. */
  version: string;
  isOver: boolean;
  followers: Set<() => void>;
}

/**
 * Looks for changes once a tick, with one or two statements however many follow, and not at all while no one
 * does.
 */
export function createLiveSurveys({
  db,
  tickMilliseconds = 1_000,
  onFailure,
}: LiveSurveysOptions): LiveSurveys {
  const topics = new Map<string, Topic>();
  let timer: NodeJS.Timeout | undefined;

  const refresh = (some: readonly Topic[]) => {
    for (const [seesDrafts, group] of Map.groupBy(some, (topic) => topic.seesDrafts)) {
      const rows = surveysBySlugs(
        db,
        group.map(({ slug }) => slug),
        seesDrafts,
      );
      for (const topic of group) {
        const row = rows.get(topic.slug);
        const version = row === undefined ? 'none' : versionOf(row);
        if (version === topic.version) continue;
        Object.assign(topic, { row, version, isOver: row === undefined || isOver(row) });
        for (const wake of topic.followers) wake();
      }
    }
  };

  let isFailing = false;

  /** Runs outside of every request. Streams wait until the surveys can be read again. */
  const tick = () => {
    try {
      refresh([...topics.values()]);
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
    }
  };

  const join = (slug: string, seesDrafts: boolean): Topic => {
    const key = `${seesDrafts} ${slug}`;
    const topic = topics.get(key) ?? {
      slug,
      seesDrafts,
      row: undefined,
      version: '',
      isOver: false,
      followers: new Set(),
    };
    topics.set(key, topic);
    timer ??= setInterval(tick, tickMilliseconds);
    if (topic.version === '') refresh([topic]);
    return topic;
  };

  const leave = (topic: Topic) => {
    if (topic.followers.size > 0) return;
    topics.delete(`${topic.seesDrafts} ${topic.slug}`);
    if (topics.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  const endings = new Set<() => void>();

  const follow: LiveSurveys['follow'] = (slug, seesDrafts) => {
    const topic = join(slug, seesDrafts);
    let seen = '';
    let isDone = false;
    let waiting: (() => void) | undefined;
    const wake = () => waiting?.();
    const end = () => {
      isDone = true;
      endings.delete(end);
      topic.followers.delete(wake);
      leave(topic);
      wake();
    };
    endings.add(end);
    topic.followers.add(wake);
    return {
      next: async () => {
        while (!isDone && topic.version === seen) {
          if (topic.isOver) end();
          else await new Promise<void>((resolve) => (waiting = resolve));
        }
        if (isDone) return { done: true, value: undefined };
        seen = topic.version;
        return { done: false, value: topic.row };
      },
      return: async () => {
        end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };

  return {
    follow,
    close: () => {
      for (const end of [...endings]) end();
    },
  };
}

/** The last event of a survey has the count of all its votes. */
const isOver = (survey: SurveyRow): boolean =>
  survey.state === 'CANCELLED' || (isVotingOver(survey) && isCountCurrent(survey));

/** While the running result is hidden, votes must not show, not even as a change. */
const versionOf = (survey: SurveyRow): string =>
  [
    survey.state,
    survey.updatedAt,
    survey.revision,
    isResultVisible(survey) ? figuresVersion(survey) : 'hidden',
  ].join(' ');
