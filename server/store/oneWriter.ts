// SQLite has one writer at a time, from `begin immediate` on, and no words for locking rows: what is
// locked on PostgreSQL is left out here, so that every query is written once.
import { SelectQueryNode, type KyselyPlugin } from 'kysely';

export const withoutRowLocks: KyselyPlugin = {
	transformQuery: ( { node } ) => SelectQueryNode.is( node ) ? { ...node, endModifiers: [] } : node,
	transformResult: async ( { result } ) => result
};
