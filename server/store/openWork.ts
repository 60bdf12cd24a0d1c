// Conditions of partial indexes, word for word: in the migration that makes the index and in the queries that
// are meant to use it. Literals, because no index is used for what a parameter might say.
import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Of a delivery. Rejected ones too: a rejection can be mended by an operator, and then the page still arrives. */
export const isUnfinished: RawBuilder<SqlBool> = sql<SqlBool>`state in ( 'standby', 'waiting', 'rejected' )`;

/** Of an event: it holds what somebody typed, and that has not been taken away. JSON escapes a quote inside a string. */
export const hasText: RawBuilder<SqlBool> = sql<SqlBool>`kind in ( 'note', 'reply' ) and data not like '%"text":""%'`;

/** Of a page: what was taken to wake somebody, or to try whether that works. */
export const isOfKind: Record<'page' | 'drill', RawBuilder<SqlBool>> = {
	page: sql<SqlBool>`kind = 'page'`,
	drill: sql<SqlBool>`kind = 'drill'`
};
