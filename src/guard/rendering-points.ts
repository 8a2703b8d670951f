const pointsPerMillisecond = 10;

/** Points of rendering that the weight of a mutation covers. */
const included = 10;

/**
 * The cost of the CPU time in which texts were rendered, in points of 100 µs, beyond what the weights of
 * mutations cover. It is measured, since texts of equal length take up to 10 times as long as each other.
 */
export const renderingPoints = (milliseconds: number): number =>
  Math.max(0, Math.ceil(milliseconds * pointsPerMillisecond) - included);
