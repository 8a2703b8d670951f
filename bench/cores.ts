/** The servers have one core and the load has the other. */
export const serverCore = '0';
export const loadCore = '1';
