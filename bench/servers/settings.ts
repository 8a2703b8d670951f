/** How the suite tells a server where to listen and what to read. */
export const settings = {
  port: Number(process.env.PORT),
  file: process.env.DATABASE_FILE ?? '',
  /** Connection string of the cluster that a peer with a database server of its own reads. */
  postgresql: process.env.POSTGRESQL ?? '',
};
