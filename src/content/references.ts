import type { ContentFault } from './content-fault.ts';
import type { ContentFile } from './content-file.ts';
import type { SlugAt } from './content-rules.ts';

/** What is in the database already. */
export interface Known {
  narratives: ReadonlySet<string>;
  surveys: ReadonlySet<string>;
  /** The slugs of a survey's options. */
  optionsOf: (survey: string) => ReadonlySet<string>;
}

/**
 * Names that lead nowhere: neither to another file nor into the database; and files that contradict each
 * other.
 */
export function referenceFaults(files: readonly ContentFile[], known: Known): ContentFault[] {
  const narratives = new Set([...known.narratives, ...slugsOf(files, 'narrative')]);
  const surveys = new Set([...known.surveys, ...slugsOf(files, 'survey')]);
  const surveyFiles = new Map(files.filter(({ kind }) => kind === 'survey').map((file) => [file.slug, file]));
  // What a file that could not be read would offer is not known, and must not be missed.
  const optionsOf = (survey: string): ReadonlySet<string> | undefined => {
    const file = surveyFiles.get(survey);
    if (file === undefined) return known.optionsOf(survey);
    return file.references.narratives && new Set(file.references.narratives.map(({ slug }) => slug));
  };
  return [
    ...files.flatMap((file) => [
      ...(file.references.narratives ?? [])
        .filter(({ slug }) => !narratives.has(slug))
        .map((at) => fault(file, at, `There is no narrative \`${at.slug}\`.`)),
      ...surveyFaults(file, surveys, optionsOf),
    ]),
    ...seriesFaults([...surveyFiles.values()]),
  ];
}

const slugsOf = (files: readonly ContentFile[], kind: ContentFile['kind']): string[] =>
  files.filter((file) => file.kind === kind).map(({ slug }) => slug);

const fault = (
  { file, lineOf }: ContentFile,
  { path, line }: Pick<SlugAt, 'path' | 'line'>,
  message: string,
): ContentFault => ({ file, line: lineOf(path, line), message });

function surveyFaults(
  file: ContentFile,
  surveys: ReadonlySet<string>,
  optionsOf: (survey: string) => ReadonlySet<string> | undefined,
): ContentFault[] {
  const { survey, figures = [] } = file.references;
  if (survey === undefined) return [];
  if (!surveys.has(survey.slug)) return [fault(file, survey, `There is no survey \`${survey.slug}\`.`)];
  const options = optionsOf(survey.slug);
  if (options === undefined) return [];
  return figures
    .filter(({ slug }) => !options.has(slug))
    .map((at) => {
      const message = `\`${at.text}\`: \`${at.slug}\` is not an option of the survey \`${survey.slug}\`.`;
      return fault(file, at, message);
    });
}

/** The first file of a series says what it is called, and each year belongs to one survey. */
function seriesFaults(surveys: readonly ContentFile[]): ContentFault[] {
  const firsts = new Map<string, { title: string; file: string }>();
  const editions = new Map<string, string>();
  const faults: ContentFault[] = [];
  for (const survey of surveys) {
    const { series } = survey.references;
    if (series === undefined) continue;
    const first = firsts.get(series.slug) ?? { title: series.title, file: survey.file };
    firsts.set(series.slug, first);
    if (first.title !== series.title) {
      const message = `The series \`${series.slug}\` is called "${first.title}" in ${first.file}. Give it one title.`;
      faults.push(fault(survey, { path: ['series', 'title'] }, message));
    }
    if (series.edition === undefined) continue;
    const edition = `${series.slug} ${series.edition}`;
    const earlier = editions.get(edition);
    editions.set(edition, earlier ?? survey.file);
    if (earlier === undefined) continue;
    const message = `The series \`${series.slug}\` has an edition ${series.edition} already: ${earlier}.`;
    faults.push(fault(survey, { path: ['edition'] }, message));
  }
  return faults;
}
