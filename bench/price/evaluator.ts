import { randomUUID } from 'node:crypto';
import { voterHash } from '../../src/vote/voter.ts';
import { fieldBound } from './bounds.ts';
import { surveys } from './data-set/surveys.ts';
import type { Exchange, MeasuredServer } from './measured-server.ts';
import { castInto } from './moving-survey.ts';
import { type MutationCase, mutationCases, type Stage } from './mutations.ts';
import { isRefusal, type Operation, operationOf, type Refusal, textOf } from './operation.ts';
import { atEnd, needsCursor, prefixOf, type Shape, type TextOptions, targetAlias } from './shape.ts';

/** One measured request. */
export interface Trial extends Exchange {
  points: number;
}

/**
 * Milliseconds of CPU of a known document whose response is not cached, and the points after the refund.
 */
export interface Work {
  still: number;
  /** Just after a vote in the open survey. */
  moved: number;
  points: number;
}

/** An accepted shape, measured with a few requests, to compare it with others. */
export interface Evaluation {
  shape: Shape;
  operation: Operation;
  work: Work;
  /** The same operation without the field. */
  parents: Work;
  /** Whether the field had a value other than null and an empty list. */
  hasValue: boolean;
  /** The name of the type that the field returned, where it returns objects. */
  typename: string | undefined;
  /** CPU above the baseline, divided by the bound for the points. */
  score: number;
  /**
   * The same for the CPU above that of the parents.
   */
  ownScore: number;
}

export interface Evaluator {
  /** Milliseconds of CPU of `{ __typename }`. */
  baseline: number;
  /** Milliseconds of CPU that the server has spent on requests so far. */
  spent: () => number;
  /**
   * Measures the shape, or returns why it cannot be measured. A shape whose own score is below `least` is
   * measured only once.
   */
  evaluate: (shape: Shape, options: EvaluateOptions) => Promise<Evaluation | Refusal>;
  /** Sends one known document with different variables, so that no response is cached. */
  cold: (shape: Shape, count: number, options: ColdOptions) => Promise<Trial[]>;
  /** Sends new documents. */
  fresh: (shape: Shape, count: number) => Promise<Trial[]>;
  /** Repeats the same request. */
  warm: (shape: Shape, count: number) => Promise<Trial[]>;
  /** Casts a vote into the open survey, from this process. */
  move: () => void;
}

export interface EvaluateOptions {
  /** The own score to exceed. */
  least: number;
  /** Whether to measure even if the parents take so long that their noise hides the field's own CPU. */
  isPatient: boolean;
}

export interface ColdOptions {
  /** Whether a vote is cast before each request. */
  isMoving: boolean;
  isWithoutTarget?: boolean;
}

/** Parents that take more milliseconds of CPU are too slow. */
const slowParents = 300;

/** Shapes that take fewer milliseconds are measured twice. */
const cheap = 200;

export function createEvaluator(server: MeasuredServer, baseline: number): Evaluator {
  const { db, voterSecret, keyId } = server;
  let turn = 0;
  let spent = 0;
  const castFor = (voter: string) =>
    castInto(db, surveys.ranked, voterHash(voterSecret, surveys.ranked, { caller: `key:${keyId}`, voter }));
  const stage: Stage = { db, castFor };
  const move = () => {
    turn += 1;
    castFor(`mover ${turn}`);
  };

  const send = async (shape: Shape, { text, isKeyed, points }: Operation, nonce: string): Promise<Trial> => {
    const mutation = caseOf(shape);
    turn += 1;
    mutation?.prepare?.(stage, turn);
    const variables = mutation === undefined ? { nonce } : { input: mutation.inputAt(turn) };
    const answer = await server.send({ body: { query: text, variables }, isKeyed });
    spent += answer.cpu;
    return { ...answer, points: answer.points ?? points };
  };
  const sendCold = (shape: Shape, operation: Operation): Promise<Trial> =>
    send(shape, operation, randomUUID());

  const cursors = new Map<string, string | undefined>();
  const cursorOf = async (shape: Shape, step: number): Promise<string | undefined> => {
    const prefix = atEnd(prefixOf(shape, step), step);
    const text = textOf(prefix, { below: ' { pageInfo { startCursor endCursor } }' });
    if (!cursors.has(text)) {
      const operation = operationOf(text);
      const { text: answer } = isRefusal(operation) ? { text: '' } : await sendCold(prefix, operation);
      // In a list that is read from its start, the end of the page is deeper.
      const cursor = text.includes('last:') ? 'startCursor' : 'endCursor';
      cursors.set(text, new RegExp(`"${cursor}":("[^"]+")`).exec(answer)?.[1]);
    }
    return cursors.get(text);
  };

  const prepared = async (shape: Shape, options: PreparedOptions = {}): Promise<Operation | Refusal> => {
    const found = new Map<number, string>();
    for (const step of shape.route.keys()) {
      if (!needsCursor(shape, step)) continue;
      const cursor = await cursorOf(shape, step);
      if (cursor === undefined) return { refused: 'There is no deep cursor.' };
      found.set(step, cursor);
    }
    return operationOf(textOf(shape, { ...options, cursorOf: (step) => found.get(step) }));
  };

  const accepted = async (shape: Shape, options?: PreparedOptions): Promise<Operation> => {
    const operation = await prepared(shape, options);
    if (isRefusal(operation))
      throw new Error(`What was accepted before is refused: ${operation.refused}\n${textOf(shape, options)}`);
    return operation;
  };

  /**
   * One request of each kind, and a second for promising shapes. The minimum of the two counts: the rest is
   * noise.
   */
  const workOf = async (
    shape: Shape,
    operation: Operation,
    isPromising: (work: Work) => boolean,
  ): Promise<{ work: Work; last: Trial }> => {
    const look = async () => {
      const still = await sendCold(shape, operation);
      move();
      return { still, moved: await sendCold(shape, operation) };
    };
    const { still, moved } = await look();
    const work = { still: still.cpu, moved: moved.cpu, points: Math.min(still.points, moved.points) };
    if (Math.max(work.still, work.moved) > cheap || !isPromising(work)) return { work, last: moved };
    const again = await look();
    return {
      work: {
        still: Math.min(work.still, again.still.cpu),
        moved: Math.min(work.moved, again.moved.cpu),
        points: Math.min(work.points, again.still.points, again.moved.points),
      },
      last: again.moved,
    };
  };

  const measuredParents = new Map<string, Promise<Work>>();
  const parentsOf = (shape: Shape): Promise<Work> => {
    if (shape.route.length === 1) return Promise.resolve({ still: baseline, moved: baseline, points: 0 });
    const key = `${textOf(shape, { isWithoutTarget: true })} ${caseOf(shape)?.name}`;
    const measured = async (): Promise<Work> => {
      const before = spent;
      const operation = await accepted(shape, { isWithoutTarget: true });
      // The first request prepares the document.
      await sendCold(shape, operation);
      const { work } = await workOf(shape, operation, () => true);
      // Several fields share their parents, so these do not count as the effort for one.
      spent = before;
      return work;
    };
    const parents = measuredParents.get(key) ?? measured();
    measuredParents.set(key, parents);
    return parents;
  };

  const measured = async (
    shape: Shape,
    operation: Operation,
    { least, isPatient }: EvaluateOptions,
  ): Promise<Evaluation | Refusal> => {
    const parents = await parentsOf(shape);
    if (!isPatient && Math.max(parents.still, parents.moved) > slowParents)
      return { refused: 'Its parents are too slow.' };
    const first = await sendCold(shape, operation);
    const refused = refusalIn(first);
    if (refused !== undefined) return { refused };
    const hasValue = new RegExp(`"${targetAlias}\\d+":(?!null|\\[\\])`).test(first.text);
    const factor = hasValue ? 1 : 0.5;
    const ownScoreOf = (work: Work): number => {
      const own = Math.max(work.still - parents.still, work.moved - parents.moved);
      // Noise of the parents must not look like work of the field.
      const bound = fieldBound(work.points) + 0.1 * Math.max(parents.still, parents.moved);
      return (factor * own) / bound;
    };
    const { work, last } = await workOf(shape, operation, (rough) => ownScoreOf(rough) > least);
    // A mutation may succeed once and be refused afterwards.
    const refusedLater = refusalIn(last);
    if (refusedLater !== undefined) return { refused: refusedLater };
    return {
      shape,
      operation,
      work,
      parents,
      hasValue,
      typename: new RegExp(`"${targetAlias}0":\\{"__typename":"(\\w+)"`).exec(first.text)?.[1],
      score: (factor * (Math.max(work.still, work.moved) - baseline)) / fieldBound(work.points),
      ownScore: ownScoreOf(work),
    };
  };

  const evaluations = new Map<string, Promise<Evaluation | Refusal>>();

  const repeat = async (count: number, trial: () => Promise<Trial>): Promise<Trial[]> => {
    const trials: Trial[] = [];
    for (let place = 0; place < count; place += 1) trials.push(await trial());
    return trials;
  };

  return {
    baseline,
    move,
    spent: () => spent,
    evaluate: async (shape, options) => {
      const operation = await prepared(shape);
      if (isRefusal(operation)) return operation;
      const key = `${options.isPatient} ${operation.text} ${caseOf(shape)?.name}`;
      const evaluation = evaluations.get(key) ?? measured(shape, operation, options);
      evaluations.set(key, evaluation);
      return evaluation;
    },
    cold: async (shape, count, { isMoving, isWithoutTarget = false }) => {
      const operation = await accepted(shape, { isWithoutTarget });
      return repeat(count, () => {
        if (isMoving) move();
        return sendCold(shape, operation);
      });
    },
    fresh: (shape, count) =>
      repeat(count, async () => sendCold(shape, await accepted(shape, { name: `P${turn}` }))),
    warm: async (shape, count) => {
      const [operation, nonce] = [await accepted(shape), randomUUID()];
      await send(shape, operation, nonce);
      return repeat(count, () => send(shape, operation, nonce));
    },
  };
}

type PreparedOptions = TextOptions & { name?: string };

export const caseOf = ({ route: [{ parent, field }], choices: [choice] }: Shape): MutationCase | undefined =>
  parent.name === 'Mutation' ? mutationCases[field.name]?.[choice?.options[0] ?? 0] : undefined;

/** Why the response does not count; undefined when it is complete and has the field. */
function refusalIn({ status, text }: Exchange): string | undefined {
  const error = text.length < 1_000_000 ? errorIn(text) : hasErrors(text) ? 'There are errors.' : undefined;
  if (error !== undefined) return error;
  if (status !== 200) return `Answered with ${status}.`;
  return text.includes(`"${targetAlias}0":`) ? undefined : 'No object of the type came up.';
}

function errorIn(text: string): string | undefined {
  // A GraphQL response.
  const { errors } = JSON.parse(text) as { errors?: { message: string }[] };
  return errors?.[0]?.message;
}

/** Searches only the start and the end of a long response, where errors would be. */
const hasErrors = (text: string): boolean =>
  text.startsWith('{"errors"') || text.slice(-2_000).includes('"errors":[');
