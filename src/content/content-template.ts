import type { ContentKind } from './content-folder.ts';
import { bodyDescriptions, type ContentKey } from './content-keys.ts';
import { articleRules, narrativeRules, surveyRules } from './content-rules.ts';
import { type KeyLimits, keyLimits } from './key-limits.ts';

/** A key of a content file with all that is to be known about it. */
export interface DescribedKey extends ContentKey, KeyLimits {
  key: string;
}

const rules = { narrative: narrativeRules, survey: surveyRules, article: articleRules };

/** `draft` is not in the schemas: it stands for another key of the input. */
const draftLimits: KeyLimits = { form: '`true` or `false`', isRequired: false, fallback: 'false' };

/** The keys of the front matter, in the order in which they are written. */
export function describedKeys(kind: ContentKind): DescribedKey[] {
  const limits = keyLimits(rules[kind].schema);
  return Object.entries(rules[kind].keys).map(([key, description]) => {
    const ofKey = key === 'draft' ? draftLimits : limits.get(key);
    if (ofKey === undefined) throw new Error(`The schema of a ${kind} has no key ${key}.`);
    return { key, ...description, ...ofKey };
  });
}

const maximumColumns = 100;

/**
 * A new content file: each key with a comment that describes it. A load accepts it once the keys that have no
 * value yet have one.
 */
export const contentTemplate = (kind: ContentKind): string =>
  [
    '---',
    ...describedKeys(kind).flatMap((key) => [...comment(commentOn(key)), key.template, '']),
    ...comment(`Below the front matter: ${bodyDescriptions[kind]}`),
    '---',
    '',
  ].join('\n');

const commentOn = ({ description, form, fallback }: DescribedKey): string =>
  `${description} ${sentence(form)}${fallback === undefined ? '' : ` \`${fallback}\` when left out.`}`;

const sentence = (form: string): string => `${form.charAt(0).toUpperCase()}${form.slice(1)}.`;

/** Lines of a comment, broken between words. */
function comment(text: string): string[] {
  const lines = ['#'];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length > maximumColumns) lines.push(`# ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
