// The audit log, in parts to read and whole to download. Reading changes nothing and is not kept.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { AuditEntry, AuditFilter } from '../../access/ports.ts';
import { ServiceError } from '../../errors.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { auditHtml } from './auditHtml.ts';
import { readQuery, toFilter } from './auditQuery.ts';
import { csvHeader, csvRow } from '../../access/auditCsv.ts';
import type { ResponderDeps } from './deps.ts';
import { responderOf } from './entry.ts';

const READ_AT_ONCE = 50;
/** Some 100 kB in memory, however long the log is. */
const DOWNLOADED_AT_ONCE = 500;

type Filter = Omit<AuditFilter, 'limit'>;

export function auditRoutes( { audit, accounts, clock }: Pick<ResponderDeps, 'audit' | 'accounts' | 'clock'> ): Router {
	const router = Router();

	router.get( '/audit', async ( request, response ) => {
		const query = readQuery( request.query );
		const view = { query, person: responderOf( response ), now: clock.now() };
		const searched = await toFilter( query, accounts );
		if ( 'faults' in searched ) {
			response.status( 422 ).send( auditHtml( { ...view, faults: searched.faults, entries: undefined, next: undefined } ) );
			return;
		}
		// One more than is shown tells whether there is more.
		const found = await audit.list( { ...searched.filter, ...from( request.query.before ), limit: READ_AT_ONCE + 1 } );
		const entries = found.slice( 0, READ_AT_ONCE );
		response.send( auditHtml( { ...view, faults: {}, entries, next: found.length > READ_AT_ONCE ? entries.at( -1 )!.id : undefined } ) );
	} );
	router.all( '/audit', onlyMethods( 'GET' ) );

	router.get( '/audit.csv', async ( request, response ) => {
		const searched = await toFilter( readQuery( request.query ), accounts );
		if ( 'faults' in searched ) {
			throw new ServiceError( 'invalidRequest' );
		}
		// Read before the first byte, so that a store which does not answer is still said in words.
		const first = await audit.list( { ...searched.filter, limit: DOWNLOADED_AT_ONCE } );
		response.setHeader( 'Content-Type', 'text/csv; charset=utf-8; header=present' );
		response.setHeader( 'Content-Disposition', 'attachment; filename="page-sre-audit.csv"' );
		try {
			await pipeline( Readable.from( lines( searched.filter, first ) ), response );
		} catch ( error ) {
			// Whoever went away misses nothing.
			if ( ( error as NodeJS.ErrnoException ).code !== 'ERR_STREAM_PREMATURE_CLOSE' ) {
				throw error;
			}
		}
	} );
	router.all( '/audit.csv', onlyMethods( 'GET' ) );

	async function* lines( filter: Filter, first: readonly AuditEntry[] ): AsyncGenerator<string> {
		yield csvHeader;
		for ( let some = first; some.length > 0; ) {
			yield some.map( csvRow ).join( '' );
			some = some.length < DOWNLOADED_AT_ONCE ? [] : await audit.list( { ...filter, before: some.at( -1 )!.id, limit: DOWNLOADED_AT_ONCE } );
		}
	}

	return router;
}

/** What is no number of ours begins at the newest. */
function from( before: unknown ): Pick<AuditFilter, 'before'> {
	return typeof before === 'string' && /^[1-9]\d{0,14}$/.test( before ) ? { before: Number( before ) } : {};
}
