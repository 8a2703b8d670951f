/** How the suite tells a server where to listen and what to read. */
export const settings = { port: Number(process.env.PORT), file: process.env.DATABASE_FILE ?? '' };
