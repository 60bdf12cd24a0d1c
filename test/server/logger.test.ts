// A line of the log holds what is needed to find the fault, and nothing that only happened to hang on an error.
import { describe, expect, it } from 'vitest';
import { createLogger, duringRequest, type Logger } from '../../server/logger.ts';

function written( log: ( logger: Logger ) => void ): Record<string, unknown>[] {
	const lines: string[] = [];
	log( createLogger( 'debug', { write: ( line: string ) => lines.push( line ) } ) );
	return lines.map( ( line ) => JSON.parse( line ) as Record<string, unknown> );
}

describe( 'A log line', () => {
	it( 'says of an error its kind, code, stack and cause, and not the request or the row that hangs on it', () => {
		const cause = Object.assign( new Error( 'refused' ), { code: '23505', detail: 'Key (name)=(Canary) already exists.', where: 'Canary' } );
		const error = Object.assign( new TypeError( 'broken', { cause } ), { config: { url: 'https://x/Canary', data: 'Canary' }, response: { data: 'Canary' } } );
		const [ line ] = written( ( logger ) => logger.error( { err: error }, 'bug: unexpected error' ) );
		expect( line ).toMatchObject( { level: 'error', msg: 'bug: unexpected error', err: { type: 'TypeError', cause: { type: 'Error', code: '23505' } } } );
		expect( JSON.stringify( line ) ).toContain( 'logger.test.ts' );
		expect( JSON.stringify( line ) ).not.toContain( 'Canary' );
	} );

	it( 'says of something else that was thrown only that it was no error', () => {
		const [ line ] = written( ( logger ) => logger.error( { err: { password: 'Canary' } }, 'thrown' ) );
		expect( line?.err ).toEqual( { type: 'object', stack: '' } );
	} );

	it( 'carries the id of the request in which it was written, later too, and no other', async () => {
		const lines: Record<string, unknown>[] = [];
		await Promise.all( [ 'one', 'two' ].map( ( id ) => new Promise<void>( ( resolve ) => {
			duringRequest( id, () => {
				setImmediate( () => {
					lines.push( ...written( ( logger ) => logger.info( { of: id }, 'line' ) ) );
					resolve();
				} );
			} );
		} ) ) );
		lines.push( ...written( ( logger ) => logger.info( { of: undefined }, 'outside' ) ) );
		expect( lines.map( ( { requestId, of } ) => [ requestId, of ] ) ).toEqual( [ [ 'one', 'one' ], [ 'two', 'two' ], [ undefined, undefined ] ] );
	} );
} );
