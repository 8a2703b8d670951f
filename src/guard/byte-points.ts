/**
 * Bytes of a response per point. Serializing, sending and reading the values of 1 KB takes 5 to 48 µs of CPU,
 * by `bench/price`.
 */
const responseBytesPerPoint = 2_048;

const documentBytesPerPoint = 1_024;
const variableBytesPerPoint = 8_192;

/** The cost of reading a new document of this length, in points, before its tokens are counted. */
export const documentPoints = (bytes: number): number => Math.floor(bytes / documentBytesPerPoint);

/** The cost of variables whose JSON has this length, in points, before they are coerced. */
export const variablePoints = (length: number): number => Math.floor(length / variableBytesPerPoint);

/** The least that a response of this many bytes costs, in points. */
export const responsePoints = (bytes: number): number => Math.ceil(bytes / responseBytesPerPoint);
