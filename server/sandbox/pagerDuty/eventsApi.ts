// What PagerDuty's Events API v2 answers: it checks an event's form, takes it with 202, and says nothing
// about what becomes of it.
import type { Answer } from '../onCall/faults.ts';
import { objectOf } from '../onCall/httpService.ts';
import type { PagerDutyEvent, PagerDutyLedger } from './incidents.ts';

const severities = [ 'critical', 'error', 'warning', 'info' ];
const maxBytes = 512 * 1024;

export function enqueue( body: string, routingKey: string, ledger: PagerDutyLedger ): Answer {
	const event = objectOf( body );
	const errors = event === null || Buffer.byteLength( body ) > maxBytes ? [ 'Event object is invalid' ] : faultsOf( event, routingKey );
	if ( errors.length > 0 ) {
		return { status: 400, json: { status: 'invalid event', message: 'Event object is invalid', errors } };
	}
	const taken = { dedup_key: crypto.randomUUID(), ...event } as PagerDutyEvent;
	ledger.take( taken );
	return { status: 202, json: { status: 'success', message: 'Event processed', dedup_key: taken.dedup_key } };
}

function faultsOf( event: Record<string, unknown>, routingKey: string ): string[] {
	const { event_action: action, dedup_key: key, payload } = event;
	const errors: string[] = [];
	if ( event.routing_key !== routingKey ) {
		errors.push( 'Invalid routing key' );
	}
	if ( ![ 'trigger', 'acknowledge', 'resolve' ].includes( String( action ) ) ) {
		errors.push( "'event_action' is invalid" );
	}
	if ( key === undefined ? action !== 'trigger' : typeof key !== 'string' || key.length > 255 ) {
		errors.push( "'dedup_key' is missing, no text or too long" );
	}
	if ( action === 'trigger' ) {
		const { summary, source, severity } = ( payload ?? {} ) as Record<string, unknown>;
		if ( typeof summary !== 'string' || summary === '' || summary.length > 1024 ) {
			errors.push( "'payload.summary' is missing, blank or too long" );
		}
		if ( typeof source !== 'string' || source === '' ) {
			errors.push( "'payload.source' is missing or blank" );
		}
		if ( !severities.includes( String( severity ) ) ) {
			errors.push( "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')" );
		}
	}
	return errors;
}
