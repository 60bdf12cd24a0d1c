// A disk that needs longer to make something durable, for SQLite in this process: every statement that ends in
// an fsync stands still so much longer, as the thread does in a real one.
import { DatabaseSync, type StatementSync } from 'node:sqlite';

const writes = /^\s*(insert|update|delete)\b/i;

/** @param addedMs to each fsync */
export function slowDown( addedMs: number ): void {
	const flush = new Int32Array( new SharedArrayBuffer( 4 ) );
	const prepare = Reflect.get( DatabaseSync.prototype, 'prepare' );
	DatabaseSync.prototype.prepare = function ( sql: string ): StatementSync {
		const statement = prepare.call( this, sql );
		const commits = /^\s*commit\b/i.test( sql );
		return commits || writes.test( sql ) ? standingStill( statement, () => {
			if ( !this.isTransaction ) {
				Atomics.wait( flush, 0, 0, addedMs );
			}
		} ) : statement;
	};
}

/** Outside a transaction a statement is one of its own. */
function standingStill( statement: StatementSync, afterwards: () => void ): StatementSync {
	return new Proxy( statement, { get( target, name ) {
		const value: unknown = Reflect.get( target, name );
		if ( typeof value !== 'function' ) {
			return value;
		}
		return ( ...parameters: unknown[] ): unknown => {
			const result: unknown = Reflect.apply( value, target, parameters );
			if ( name === 'run' || name === 'all' ) {
				afterwards();
			}
			return result;
		};
	} } );
}
