/** Where a server listens and what it reads. */
export const settings = {
  port: Number(process.env.PORT),
  file: process.env.DATABASE_FILE ?? '',
  /** Connection string of PostgreSQL, for a peer that reads it. */
  postgresql: process.env.POSTGRESQL ?? '',
};
