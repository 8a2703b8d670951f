// For the control of a trial, loaded into the server before it starts: weakens what every connection asks for.
import BetterSqlite3 from 'better-sqlite3';

const { pragma } = BetterSqlite3.prototype;
BetterSqlite3.prototype.pragma = function weakened(source, options) {
  return pragma.call(this, source.replace('synchronous = FULL', 'synchronous = NORMAL'), options);
};
