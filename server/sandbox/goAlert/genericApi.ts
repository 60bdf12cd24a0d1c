// What GoAlert's generic API answers: it wants a summary, tidies texts up, and says which alert it is only to
// those who accept exactly JSON. (genericapi/handler.go, v0.34.1, read 2026-11)
import { createHash } from 'node:crypto';
import type { Answer } from '../onCall/faults.ts';
import { objectOf } from '../onCall/httpService.ts';
import type { ServiceRequest } from '../onCall/httpService.ts';
import type { GoAlertLedger } from './alerts.ts';

const limits = { summary: 1024, details: 6144, dedup: 512 };
const maxBytes = 256 * 1024;

export function receive( { headers, query, body }: ServiceRequest, integrationKey: string, serviceId: string, ledger: GoAlertLedger ): Answer {
	const token = query.get( 'token' ) ?? ( headers.authorization ?? '' ).replace( /^Bearer /, '' );
	if ( token !== integrationKey ) {
		return { status: 401, json: 'unauthorized' };
	}
	if ( Buffer.byteLength( body ) > maxBytes ) {
		return { status: 413, json: 'Request Entity Too Large' };
	}
	const isJson = /^application\/json\s*(;|$)/.test( headers[ 'content-type' ] ?? '' );
	const fields = isJson ? objectOf( body ) : Object.fromEntries( new URLSearchParams( body ) );
	const meta = fields?.meta ?? {};
	if ( fields === null || typeof meta !== 'object' || meta === null || Object.values( meta ).some( ( value ) => typeof value !== 'string' ) ) {
		return { status: 400, json: 'invalid JSON' };
	}
	const summary = tidy( fields.summary, limits.summary ).replace( /\n/g, ' ' );
	const details = tidy( fields.details, limits.details );
	if ( summary === '' ) {
		return { status: 400, json: "invalid value for 'Summary': must be at least 1 characters" };
	}
	const taken = ledger.take( {
		summary, details, meta: meta as Record<string, string>, close: fields.action === 'close',
		dedup: tidy( fields.dedup, limits.dedup ) || createHash( 'sha512' ).update( `${ summary }\n${ details }` ).digest( 'hex' )
	} );
	return headers.accept !== 'application/json' ? { status: 204, json: null } : { status: 200, json: {
		AlertID: taken?.alert.id ?? 0, ServiceID: taken === undefined ? '' : serviceId, IsNew: taken?.isNew ?? false
	} };
}

function tidy( value: unknown, max: number ): string {
	return typeof value === 'string' ? Array.from( value.replace( /[^\P{C}\n\t]/gu, '' ).trim() ).slice( 0, max ).join( '' ) : '';
}
