// Many rows in a store of a server that does not run, by SQL of its own: through the front door a million pages
// would take an hour, and what is measured is what comes after them.
import { DatabaseSync } from 'node:sqlite';

export interface Filling {
	pages?: number;
	state?: 'accepted' | 'resolved';
	/** Members whom the wiki's last full list named. */
	roster?: number;
}

/** Pages of some two hundred senders, a minute apart, the last one ten minutes ago. */
export function fillStore( file: string, { pages = 0, state = 'resolved', roster = 0 }: Filling ): void {
	const database = new DatabaseSync( file );
	const now = Date.now();
	const content = JSON.stringify( { summary: 'Login fails', scope: 'enwiki', since: '', details: 'x'.repeat( 200 ), private: false, language: 'en', contact: {}, context: {} } );
	const membership = JSON.stringify( { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Somebody', verifiedAt: now } );
	database.exec( 'pragma foreign_keys = off; begin' );
	const page = database.prepare( `insert into pages ( id, central_id, sender_name, idempotency_key, content_hash, content, membership, state, accepted_at, deadline_at, round, unanswered_at, last_round_at, kind )
		values ( ?, ?, 'Somebody', ?, 'x', ?, ?, ?, ?, ?, 1, null, ?, 'page' )` );
	const delivery = database.prepare( `insert into deliveries ( page_id, provider, round, place, state, attempts, next_attempt_at, phase, delivered_at )
		values ( ?, 'webhook', 1, 0, ?, 0, ?, ?, ? )` );
	const event = database.prepare( 'insert into page_events ( page_id, seq, at, kind, data ) values ( ?, 1, ?, \'accepted\', \'{}\' )' );
	for ( let number = 0; number < pages; number++ ) {
		const id = `01H${ String( number ).padStart( 23, '0' ) }`;
		const at = now - ( pages - number + 10 ) * ( state === 'accepted' ? 10 : 60_000 );
		page.run( id, 60_000 + number % 200, `filled-${ number }-0123456789`, content, membership, state, at, now + 86_400_000, at );
		delivery.run( id, state === 'accepted' ? 'waiting' : 'delivered', at, state === 'accepted' ? null : 'resolved', state === 'accepted' ? null : at );
		event.run( id, at );
	}
	const member = database.prepare( 'insert into roster ( central_id, name, in_group, usable, verified_at ) values ( ?, ?, 1, 1, ? )' );
	for ( let number = 0; number < roster; number++ ) {
		member.run( 1_000_000 + number, `Member ${ number }`, now );
	}
	database.exec( 'commit' );
	database.close();
}
