import { isObjectType } from 'graphql';
import { argumentSpace, type Dimension } from './argument-space.ts';
import type { Evaluation, Evaluator } from './evaluator.ts';
import type { Facts } from './facts.ts';
import { mutationCases } from './mutations.ts';
import { isRefusal, pricedOf, type Refusal, textOf } from './operation.ts';
import { coordinateOf, type Route, type Routes, type Step } from './routes.ts';
import type { Choice, Shape } from './shape.ts';

/** The result of a search for a field. */
export interface Found {
  /**
   * The operation with the highest score, and the one with the highest own score. Undefined when no request
   * reached the field.
   */
  worst: { total: Evaluation; own: Evaluation } | undefined;
  /** The number of operations that were measured. */
  count: number;
  /** Why others were refused, the most frequent reason first. */
  refusals: string[];
}

/** When the search for a field ends. */
export interface Effort {
  /** After so many measured operations. */
  operations: number;
  /** After so many milliseconds of the server's CPU. */
  milliseconds: number;
}

/** The search ends when an operation takes so many milliseconds of CPU. */
export const beyondDoubt = 1_000;

const manyCopies = [1, 2, 5, 10, 25, 49, 90];

/**
 * Looks for the most expensive operations that select a field: hill climbing over arguments, page sizes,
 * aliases and routes.
 */
export function createSearch(evaluator: Evaluator, routes: Routes, facts: Facts, effort: Effort) {
  /** The worst options of a field so far, where the search for its subfields starts. */
  const worstOptions = new Map<string, readonly number[]>();
  /** The same for mutations, by name and returned type. */
  const worstCases = new Map<string, Evaluation>();

  const spaceOf = (step: Step): Dimension[] => {
    if (step.parent.name !== 'Mutation') return argumentSpace(step.field, facts);
    const cases = mutationCases[step.field.name];
    if (cases === undefined) throw new Error('No input is known for the mutation.');
    return [{ name: 'input', options: cases.map(() => ({ input: '$input' })) }];
  };

  const shapeOf = (route: Route): Shape => {
    const spaces = route.map(spaceOf);
    const choices = route.map(
      (step, place): Choice => ({
        options: worstOptions.get(coordinateOf(step)) ?? (spaces[place] ?? []).map(() => 0),
        copies: 1,
        differing: undefined,
      }),
    );
    return { route, spaces, choices };
  };

  /** Where the climb starts: the plain route, many copies of the field, and many copies of its parents. */
  const seedsOf = (shape: Shape): Shape[] => {
    const { route, spaces } = shape;
    const last = route.length - 1;
    if (route[0].parent.name === 'Mutation') {
      const inputs = (spaces[0]?.[0]?.options ?? []).map((_, option) => withOption(shape, 0, 0, option));
      const known = [...worstCases.keys()].filter((key) => key.startsWith(`${route[0].field.name} `));
      // The mutation itself has not been searched, so any input may be needed.
      if (last === 0 || known.length === 0) return inputs;
      // Routes to what a mutation returns start with the mutation.
      const next = route[1]?.parent;
      const fitting = known.filter((key) => !isObjectType(next) || key.endsWith(` ${next.name}`));
      return fitting.flatMap((key) => {
        const option = worstCases.get(key)?.shape.choices[0]?.options[0];
        return option === undefined ? [] : [withOption(shape, 0, 0, option)];
      });
    }
    if (route[0].parent.name !== 'Query') return [shape];
    const [differing] = differences(spaces[last] ?? []);
    const [first] = differences(spaces[0] ?? []);
    const withCopies = (place: number, copies: number, by?: number) =>
      withChoice(shape, place, (choice) => ({ ...choice, copies, differing: by }));
    return [
      withCopies(last, last === 0 ? 49 : 90),
      shape,
      ...(differing === undefined ? [] : [withCopies(last, 45, differing)]),
      ...(last === 0 ? [] : [withCopies(0, 20, first)]),
    ];
  };

  return async (target: Step): Promise<Found> => {
    const refusals = new Map<string, number>();
    const note = (refusal: string) => refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    const begun = evaluator.spent();
    let worst: Found['worst'];
    let count = 0;
    // Measured by CPU, so that a busy machine searches as much as an idle one.
    const isOver = (part = 1) =>
      count >= part * effort.operations ||
      evaluator.spent() - begun > part * effort.milliseconds ||
      (worst !== undefined && Math.max(worst.own.work.still, worst.own.work.moved) > beyondDoubt);

    /** Whether it has the highest own score. */
    const attempt = async (shape: Shape, isPatient = false): Promise<boolean> => {
      const fitting = fitted(shape);
      const evaluation = isRefusal(fitting)
        ? fitting
        : await evaluator.evaluate(fitting, { least: worst?.own.ownScore ?? 0, isPatient });
      if (isRefusal(evaluation)) {
        note(evaluation.refused);
        return false;
      }
      count += 1;
      if (target.parent.name === 'Mutation') noteCase(evaluation);
      if (worst === undefined) {
        worst = { total: evaluation, own: evaluation };
        return true;
      }
      if (evaluation.score > worst.total.score) worst = { ...worst, total: evaluation };
      // A difference this small is noise.
      if (evaluation.ownScore < worst.own.ownScore * 1.05 + 0.02) return false;
      worst = { ...worst, own: evaluation };
      return true;
    };

    const climb = async (): Promise<boolean> => {
      let hasRisen = false;
      for (const place of [...(worst?.own.shape.route.keys() ?? [])].reverse()) {
        for (const change of changesAt(worst?.own.shape, place)) {
          if (isOver() || worst === undefined) return hasRisen;
          if (await attempt(change(worst.own.shape))) hasRisen = true;
        }
      }
      return hasRisen;
    };

    const shapes = routes.routesTo(target).flatMap((route) => {
      try {
        return [shapeOf(route)];
      } catch (thrown) {
        if (!(thrown instanceof Error)) throw thrown;
        note(thrown.message);
        return [];
      }
    });
    // In turns, so that each route gets a seed before the effort is spent.
    const seeds = shapes.map(seedsOf);
    // For a mutation, the seeds are all its inputs.
    const part = target.parent.name === 'Mutation' ? 10 : 0.5;
    for (let turn = 0; seeds.some((some) => turn < some.length); turn += 1) {
      for (const { [turn]: seed } of seeds) if (seed !== undefined && !isOver(part)) await attempt(seed);
    }
    // Other arguments may reach the field.
    for (const change of shapes.flatMap((shape) => explorationOf(shape))) {
      if (worst?.own.hasValue || isOver(3)) break;
      await attempt(change);
    }
    for (const shape of shapes) if (worst === undefined) await attempt(shape, true);
    while (!isOver() && (await climb()));
    if (worst !== undefined) remember(worst.own);
    return {
      worst,
      count,
      refusals: [...refusals].sort(([, left], [, right]) => right - left).map(([refusal]) => refusal),
    };
  };

  function noteCase(evaluation: Evaluation): void {
    const key = `${evaluation.shape.route[0].field.name} ${evaluation.typename}`;
    const known = worstCases.get(key);
    if (known === undefined || evaluation.ownScore > known.ownScore) worstCases.set(key, evaluation);
  }

  function remember({ shape }: Evaluation): void {
    const [last, choice] = [shape.route.at(-1), shape.choices.at(-1)];
    if (last !== undefined && choice !== undefined) worstOptions.set(coordinateOf(last), choice.options);
  }
}
const differences = (space: readonly Dimension[]): number[] =>
  [...space.keys()].filter((index) => space[index]?.at !== undefined);

const withChoice = (shape: Shape, place: number, change: (choice: Choice) => Choice): Shape => ({
  ...shape,
  choices: shape.choices.map((choice, other) => (other === place ? change(choice) : choice)),
});

const withOption = (shape: Shape, place: number, dimension: number, option: number): Shape =>
  withChoice(shape, place, (choice) => ({ ...choice, options: choice.options.with(dimension, option) }));

type Change = (shape: Shape) => Shape;

/** All shapes that differ in one choice, the most promising first. */
function changesAt(shape: Shape | undefined, place: number): Change[] {
  const space = shape?.spaces[place] ?? [];
  const optionsOf = (isPage: boolean) =>
    space.flatMap(({ name, options }, index) =>
      (name === 'page') === isPage
        ? options.map(
            (_, option): Change =>
              (from) =>
                withOption(from, place, index, option),
          )
        : [],
    );
  if (shape?.route[0].parent.name !== 'Query') return optionsOf(false);
  const copies = manyCopies.map(
    (count): Change =>
      (from) =>
        withChoice(from, place, (choice) => ({ ...choice, copies: count })),
  );
  const differing = differences(space).map(
    (index): Change =>
      (from) =>
        withChoice(from, place, ({ options, copies }) => ({
          options,
          differing: index,
          copies: Math.max(copies, 10),
        })),
  );
  return [...optionsOf(false), ...copies, ...differing, ...optionsOf(true)];
}

/** The shape with another option for one dimension of a step. */
const explorationOf = (shape: Shape): Shape[] =>
  [...shape.route.keys()].flatMap((place) =>
    (shape.spaces[place] ?? []).flatMap(({ options }, index) =>
      options.map((_, option) => withOption(shape, place, index, option)),
    ),
  );

/**
 * The shape with pages and copies reduced until the server accepts it, or why it is refused for another
 * reason.
 */
function fitted(shape: Shape): Shape | Refusal {
  let fitting = shape;
  for (;;) {
    const operation = pricedOf(textOf(fitting));
    if (!isRefusal(operation)) return fitting;
    const smaller = operation.excess === undefined ? undefined : reduced(fitting, operation.excess);
    if (smaller === undefined) return operation;
    fitting = smaller;
  }
}

/**
 * Reduces the largest factor: the copies or the page of a step. Undefined when everything is at its minimum.
 */
function reduced(shape: Shape, excess: number): Shape | undefined {
  const rate = Math.min(0.8, Math.max(0.25, 1 / excess));
  const factors = shape.choices.flatMap(({ copies, options }, place) => {
    const space = shape.spaces[place] ?? [];
    const index = space.findIndex(({ name }) => name === 'page');
    const chosen = space[index]?.options[options[index] ?? 0];
    const size = chosen === undefined || 'after' in chosen ? 0 : Number(chosen.first ?? 0);
    return [
      {
        size: copies,
        change: () =>
          withChoice(shape, place, (choice) => ({
            ...choice,
            copies: Math.max(1, Math.floor(copies * rate)),
          })),
      },
      { size, change: () => withOption(shape, place, index, nextSmaller(space[index], size)) },
    ];
  });
  const [largest] = factors.filter(({ size }) => size > 1).sort((left, right) => right.size - left.size);
  return largest?.change();
}

/** The option of a page with the next smaller size. */
function nextSmaller(dimension: Dimension | undefined, size: number): number {
  const pages = (dimension?.options ?? []).map((option, place) => ({
    place,
    size: 'after' in option ? 0 : Number(option.first ?? 0),
  }));
  const [next] = pages
    .filter((page) => page.size > 0 && page.size < size)
    .sort((left, right) => right.size - left.size);
  return next?.place ?? 0;
}
