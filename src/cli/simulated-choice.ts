/** Seconds in which every option is the favourite of simulated voters once. */
export const favouritesCycle = 250;

/**
 * What a simulated voter likes in this second: each option's appeal rises and falls once a cycle, one
 * after the other, so that ranks move. `chance` is from 0 up to, but not, 1.
 */
export function simulatedChoice(choices: readonly string[], second: number, chance: number): string {
  const appeal = choices.map(
    (_, place) => 1.2 + Math.sin(2 * Math.PI * (second / favouritesCycle + place / choices.length)),
  );
  let left = chance * appeal.reduce((sum, weight) => sum + weight, 0);
  const index = appeal.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return choices[Math.max(index, 0)] ?? '';
}
