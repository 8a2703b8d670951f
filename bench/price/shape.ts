import { getNamedType, isLeafType } from 'graphql';
import { type Assignment, type Dimension, deepCursor } from './argument-space.ts';
import type { Route } from './routes.ts';

/** The choices for one step of a route. */
export interface Choice {
  /** The index of the option in each dimension of the field's arguments. */
  options: readonly number[];
  /** The number of aliases of the field in its selection set. */
  copies: number;
  /** The dimension in which the copies differ; undefined when they are alike. */
  differing: number | undefined;
}

/** An operation that selects a field many times: a route to it with the choices for each step. */
export interface Shape {
  route: Route;
  spaces: readonly (readonly Dimension[])[];
  choices: readonly Choice[];
}

/** Prefix of the field's aliases, by which it is found in the response. */
export const targetAlias = 't';

const assignmentOf = (
  dimensions: readonly Dimension[],
  { options, differing }: Choice,
  copy: number,
): Assignment => {
  const chosen = dimensions.map(({ options: all, at }, place) => {
    const start = options[place] ?? 0;
    return copy > 0 && place === differing && at !== undefined ? at(copy) : (all[start] ?? {});
  });
  return Object.assign({}, ...chosen);
};

const argumentsOf = (assignment: Assignment): string => {
  const parts = Object.entries(assignment).map(([name, literal]) => `${name}: ${literal}`);
  return parts.length === 0 ? '' : `(${parts.join(', ')})`;
};

export interface TextOptions {
  /** The selection set of the target; `{ __typename }` when omitted. */
  below?: string;
  /** Leaves the target out. */
  isWithoutTarget?: boolean;
  /** The cursor for a step with a deep cursor. */
  cursorOf?: ((step: number) => string | undefined) | undefined;
}

/**
 * The selections of the root, and a fragment for each further step, so that copies multiply without a longer
 * text.
 */
export function selectionsOf(shape: Shape, options: TextOptions = {}): { root: string; fragments: string[] } {
  const { route, choices, spaces } = shape;
  const selections = route.map((step, place) => {
    const choice = choices[place] ?? once;
    const isTarget = place === route.length - 1;
    if (isTarget && options.isWithoutTarget) return '__typename';
    const isLeaf = isLeafType(getNamedType(step.field.type));
    const below = isTarget ? (isLeaf ? '' : (options.below ?? ' { __typename }')) : ` { ...F${place + 1} }`;
    return Array.from({ length: choice.copies }, (_, copy) => {
      const alias = isTarget ? `${targetAlias}${copy}: ` : choice.copies === 1 ? '' : `a${copy}: `;
      const given = argumentsOf(assignmentOf(spaces[place] ?? [], choice, copy));
      const cursor = options.cursorOf?.(place) ?? 'null';
      return `${alias}${step.field.name}${given.replaceAll(deepCursor, cursor)}${below}`;
    }).join(' ');
  });
  const [root = '', ...others] = selections;
  const fragments = others.map(
    (text, place) => `fragment F${place + 1} on ${route[place + 1]?.parent.name} { ${text} }`,
  );
  return { root, fragments };
}

/** The shape as a line: `survey(slug: "x") > votes(first: 5) ×10 (page differs) > totalCount`. */
export const describe = ({ route, spaces, choices }: Shape): string =>
  route
    .map(({ parent, field }, place) => {
      const choice = choices[place] ?? once;
      const before = place === 0 ? undefined : getNamedType(route[place - 1]?.field.type ?? field.type);
      const narrowed = before === undefined || before === parent ? '' : `[${parent.name}] `;
      const given = argumentsOf(assignmentOf(spaces[place] ?? [], choice, 0));
      const { copies, differing } = choice;
      const differs = differing === undefined ? '' : ` (another ${spaces[place]?.[differing]?.name} each)`;
      return `${narrowed}${field.name}${given}${copies === 1 ? '' : ` ×${copies}${differs}`}`;
    })
    .join(' > ');

const once: Choice = { options: [], copies: 1, differing: undefined };

/** Whether a step needs a deep cursor. */
export const needsCursor = ({ spaces, choices }: Shape, step: number): boolean => {
  const choice = choices[step];
  return (
    choice !== undefined && Object.values(assignmentOf(spaces[step] ?? [], choice, 0)).includes(deepCursor)
  );
};

/** The shape up to a step, without copies. */
export const prefixOf = ({ route: [first, ...others], spaces, choices }: Shape, steps: number): Shape => ({
  route: [first, ...others.slice(0, steps)],
  spaces: spaces.slice(0, steps + 1),
  choices: choices.slice(0, steps + 1).map((choice) => ({ ...choice, copies: 1 })),
});

/** With the last 100 entries as the step's page, where the deep cursors are. */
export function atEnd(shape: Shape, step: number): Shape {
  const spaces = shape.spaces.map((dimensions, place) =>
    place === step
      ? dimensions.map((dimension) =>
          dimension.name === 'page'
            ? { ...dimension, options: dimension.options.map(() => endOf(dimension)) }
            : dimension,
        )
      : dimensions,
  );
  return { ...shape, spaces };
}

/** Lists without `last` have their deep cursor at the end of the first page. */
const endOf = ({ options }: Dimension): Assignment => {
  const backward = options.find((option) => 'last' in option && !('before' in option));
  return backward ?? options[0] ?? {};
};
