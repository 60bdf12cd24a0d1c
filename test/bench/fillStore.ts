// Many rows in a store of a server that does not run, by SQL of its own: through the front door a million pages
// would take an hour, and what is measured is what comes after them.
import { DatabaseSync } from 'node:sqlite';

export interface Filling {
	pages?: number;
	/** `accepted`: nobody has taken them, and all are due. */
	state?: 'accepted' | 'resolved';
	/** Members whom the wiki's last full list named. */
	roster?: number;
}

/** Resolved ones are spread over this long, younger than any retention, or the first thing would be to redact them. */
const OLDEST_MS = 80 * 86_400_000;
const NEWEST_MS = 10 * 60_000;
const WAITING_APART_MS = 10;
const SENDERS = 200;

/** One transaction, and no fsync: a file that is lost is filled again. */
export function fillStore( file: string, { pages = 0, state = 'resolved', roster = 0 }: Filling ): void {
	const database = new DatabaseSync( file );
	const now = Date.now();
	const waits = state === 'accepted';
	const apartMs = waits ? WAITING_APART_MS : Math.floor( OLDEST_MS / pages );
	const content = JSON.stringify( {
		summary: 'Login fails', scope: 'enwiki', since: '', details: 'x'.repeat( 200 ), private: false, language: 'en', contact: {}, context: {}
	} );
	const membership = JSON.stringify( { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Somebody', verifiedAt: now } );
	database.exec( 'pragma synchronous = off; pragma foreign_keys = off; pragma cache_size = -200000; begin' );
	const page = database.prepare( `insert into pages ( id, central_id, sender_name, idempotency_key, content_hash, content, membership, state, accepted_at, deadline_at, round, unanswered_at, last_round_at, kind )
		values ( ?, ?, 'Somebody', ?, 'x', ?, ?, ?, ?, ?, 1, null, ?, 'page' )` );
	const delivery = database.prepare( `insert into deliveries ( page_id, provider, round, place, state, attempts, next_attempt_at, phase, delivered_at )
		values ( ?, 'webhook', 1, 0, ?, 0, ?, ?, ? )` );
	const event = database.prepare( 'insert into page_events ( page_id, seq, at, kind, data ) values ( ?, ?, ?, ?, \'{}\' )' );
	const audit = database.prepare( 'insert into audit ( at, actor_id, action, page_id, evidence ) values ( ?, ?, \'pageAccepted\', ?, \'{}\' )' );
	const person = database.prepare( 'insert into people ( id, person_key, kind, central_id, name ) values ( ?, ?, \'wiki\', ?, \'Somebody\' )' );
	for ( let number = 0; number < SENDERS; number++ ) {
		person.run( 1_000 + number, `wiki:${ 60_000 + number }`, 60_000 + number );
	}
	for ( let number = 0; number < pages; number++ ) {
		const id = `01H${ String( number ).padStart( 23, '0' ) }`;
		const sender = number % SENDERS;
		const at = now - ( pages - number ) * apartMs - ( waits ? 0 : NEWEST_MS );
		page.run( id, 60_000 + sender, `filled-${ number }-0123456789`, content, membership, state, at, now + 86_400_000, at );
		delivery.run( id, waits ? 'waiting' : 'delivered', at, waits ? null : 'resolved', waits ? null : at );
		( waits ? [ 'accepted' ] : [ 'accepted', 'delivered', 'resolved' ] ).forEach( ( kind, seq ) => event.run( id, seq + 1, at, kind ) );
		audit.run( at, 1_000 + sender, id );
	}
	const member = database.prepare( 'insert into roster ( central_id, name, in_group, usable, verified_at ) values ( ?, ?, 1, 1, ? )' );
	for ( let number = 0; number < roster; number++ ) {
		member.run( 1_000_000 + number, `Member ${ number }`, now );
	}
	database.exec( 'commit' );
	database.close();
}
