// Conditions of partial indexes, word for word as migrations/0004-open-work.ts has them: who changes one makes a new
// index, too. Literals, because no index is used for what a parameter might say.
import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Of a delivery. Rejected ones too: a rejection can be mended by an operator, and then the page still arrives. */
export const isUnfinished: RawBuilder<SqlBool> = sql<SqlBool>`state in ( 'standby', 'waiting', 'rejected' )`;

/** Of an event: it holds what somebody typed, and that has not been taken away. JSON escapes a quote inside a string. */
export const hasText: RawBuilder<SqlBool> = sql<SqlBool>`kind in ( 'note', 'reply' ) and data not like '%"text":""%'`;

/** Of a page: no drill and no heartbeat. */
export const wakesSomebody: RawBuilder<SqlBool> = sql<SqlBool>`kind = 'page'`;
