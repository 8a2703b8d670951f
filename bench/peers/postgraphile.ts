import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { settings } from '../servers/settings.ts';

// PostGraphile derives its schema from the database; see postgraphile.sql.

/**
 * The names of the operations: without the suffix `List` and the prefix `visible`.
 */
const plainNames: GraphileConfig.Plugin = {
  name: 'PlainNamesPlugin',
  inflection: {
    replace: {
      listField: (_previous, _options, name) => name,
      customQueryField(previous, _options, details) {
        return this.camelCase(previous?.call(this, details).replace(/^visible/, '') ?? '');
      },
    },
  },
};

/** Times in the format of the other servers; PostgreSQL adds microseconds and an offset. */
const isoTimes: GraphileConfig.Plugin = {
  name: 'IsoTimesPlugin',
  schema: {
    hooks: {
      GraphQLScalarType: (config) =>
        config.name !== 'Datetime'
          ? config
          : { ...config, serialize: (time) => new Date(String(time)).toISOString() },
    },
  },
};

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  // `narrative` and `survey` take slugs here.
  disablePlugins: ['NodePlugin'],
  plugins: [plainNames, isoTimes],
  pgServices: [makePgService({ connectionString: settings.postgresql, schemas: ['public'] })],
  grafserv: { graphiql: false },
});
// Fails at start when the schema cannot be built.
await pgl.getSchema();
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(settings.port, '127.0.0.1');
