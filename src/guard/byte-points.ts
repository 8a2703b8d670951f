/**
 * Bytes of a response per point. Serializing, sending and reading the values of 1 KB takes 5 to 48 µs of CPU,
 * by `bench/price`.
 */
const responseBytesPerPoint = 2_048;

/** The least that a response of this many bytes costs, in points. */
export const responsePoints = (bytes: number): number => Math.ceil(bytes / responseBytesPerPoint);
