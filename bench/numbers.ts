/** The value with so many decimals; empty for undefined and NaN. */
export const digits = (value: number | undefined, decimals = 0): string =>
  value !== undefined && Number.isFinite(value) ? value.toFixed(decimals) : '';

/** A whole number, in groups of three digits. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
