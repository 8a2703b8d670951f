import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { settings } from '../servers/settings.ts';

// PostGraphile makes its schema from the database: what shapes it is in postgraphile.sql.

/** The names of the suite: no `List` at the end, and no `visible` before what would have the name of its table. */
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

/** Times as the other servers write them; PostgreSQL gives microseconds and an offset. */
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
// A schema that cannot be made stops the start.
await pgl.getSchema();
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(settings.port, '127.0.0.1');
