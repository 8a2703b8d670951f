/** How many sections an article may have, and a section within itself; both are list sizes of the schema. */
export const sectionLimits = { article: 127, section: 24 };

/**
 * The first heading, of headings with these levels in reading order, that is one too many; undefined where
 * all are within the limits.
 */
export function excessHeading(levels: readonly number[]): number | undefined {
  const open: { level: number; sections: number }[] = [];
  for (const [index, level] of levels.entries()) {
    if (index === sectionLimits.article) return index;
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1);
    if (parent !== undefined) {
      parent.sections += 1;
      if (parent.sections > sectionLimits.section) return index;
    }
    open.push({ level, sections: 0 });
  }
  return undefined;
}
