// The alias under which the last better-sqlite3 for Node 20 is installed; it has the same interface.
declare module 'better-sqlite3-node20' {
  import Database = require('better-sqlite3');
  export = Database;
}
