/** Servers run on one core and the load on the other. */
export const serverCore = '0';
export const loadCore = '1';
