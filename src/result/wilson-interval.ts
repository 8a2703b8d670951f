/** An interval of a share in percent, 0 to 100, and the confidence (between 0 and 1) it was made for. */
export interface WilsonInterval {
  low: number;
  high: number;
  confidence: number;
}

/**
 * The Wilson score interval of `votes` among `denominator` ballots, as unrounded percent; undefined while the
 * denominator is 0. It speaks of a wider public only as far as the ballots are a random sample of it.
 * Throws a RangeError unless `confidence` lies strictly between 0 and 1.
 *
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of
 * the American Statistical Association 22 (1927). The bounds are the roots of (n + z²)p² - (2v + z²)p +
 * v²/n = 0.
 */
export function wilsonInterval(
  votes: number,
  denominator: number,
  confidence: number,
): WilsonInterval | undefined {
  const z = twoSidedNormalQuantile(confidence);
  if (denominator === 0) return undefined;
  const spread = z * Math.sqrt(z * z + 4 * votes * ((denominator - votes) / denominator));
  const high = (2 * votes + z * z + spread) / (2 * (denominator + z * z));
  // The product of the roots gives the lower one without subtracting near-equal numbers: exactly 0 for no
  // votes.
  const low = (votes * (votes / denominator)) / (denominator + z * z) / high;
  return { low: 100 * low, high: Math.min(100, 100 * high), confidence };
}

/**
 * The z for which a standard normal value lies within ±z with the given probability (1.96 for 0.95), to
 * about 16 digits. Throws a RangeError unless `confidence` lies strictly between 0 and 1.
 *
 * Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
 * Statistics 37 (1988), the coefficients of PPND16. Only its upper half is needed, as 2Φ(z) - 1 =
 * confidence means z > 0.
 */
export function twoSidedNormalQuantile(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`A confidence lies strictly between 0 and 1; ${confidence} does not.`);
  }
  const fromMedian = confidence / 2;
  if (fromMedian <= 0.425) {
    const r = 0.180625 - fromMedian ** 2;
    return (fromMedian * polynomial(centreAbove, r)) / polynomial(centreBelow, r);
  }
  // The tail comes from 1 - confidence, which is exact here; 1 - (1 + confidence) / 2 would lose digits.
  const r = Math.sqrt(-Math.log((1 - confidence) / 2));
  return r <= 5
    ? polynomial(tailAbove, r - 1.6) / polynomial(tailBelow, r - 1.6)
    : polynomial(farTailAbove, r - 5) / polynomial(farTailBelow, r - 5);
}

/** By Horner's scheme, from the constant term upwards. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

// The published digits, cut to what a double holds.
const centreAbove = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const centreBelow = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const tailAbove = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const tailBelow = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const farTailAbove = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
];
const farTailBelow = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
];
