// A person is forgotten in real stores: after it no row anywhere holds their number, their name or their
// words, whatever they did here, and everything that they did is still counted.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../server/access/ports.ts';
import type { Actor, Member } from '../../../server/pages/page.ts';
import { createSessionStore, createSignInStore } from '../../../server/store/sessionStore.ts';
import { createSingleSignOnStore } from '../../../server/store/singleSignOnStore.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { colleague, sender, termsFor, verbsOn } from './verbs.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A name and a number that nothing else holds. */
const person: Actor = { kind: 'wiki', centralId: 987_654_321, name: 'Zed Person' };
const { centralId } = person as { centralId: number };
const root: Actor = { kind: 'commandLine', centralId: null, name: 'root' };

const tables = [
	'pages', 'deliveries', 'actions', 'page_events', 'page_followers', 'sessions', 'sign_ins', 'sso_people',
	'roster', 'roster_reads', 'grants', 'guidance_confirmations', 'people', 'audit'
] as const;

describe.each( stores )( 'RetentionStore.erasePerson on $name', ( { open } ) => {
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );

	/** Names of tables with a row that holds it. */
	const holding = async ( needle: string ): Promise<string[]> => ( await Promise.all( tables.map( async ( table ) =>
		JSON.stringify( await store.database.selectFrom( table ).selectAll().execute() ).includes( needle ) ? [ table ] : [] ) ) ).flat();
	const accept = async ( id: string, by: Actor, membership = domainPage().membership ): Promise<void> => {
		const whose = by === colleague ? 'their' : 'zed';
		const sentBy = { centralId: by.centralId!, name: by.name, email: `${ whose }@example.org` };
		const page = domainPage( { summary: `${ whose } words` }, { id, idempotencyKey: id, contentHash: `${ whose } hash`, sender: sentBy, membership } );
		const terms = { ...termsFor( page ), actor: by, seen: [ 'first', 'second', 'other' ] };
		expect( await store.pages.accept( page, [ 'one' ], terms ) ).toMatchObject( { kind: 'accepted' } );
	};
	const erase = ( id = centralId ): Promise<Record<string, number>> => store.retention.erasePerson( id, root, t0 + DAY );
	const byGrant = ( grantId: number, grantedBy: string, name: string, reason: string ): Member =>
		( { verdict: 'member', standing: 'grant', source: 'globalusers', name, verifiedAt: t0, grantId, grantedBy, reason, until: t0 + DAY } );

	/** Everything that somebody can do here, as sender, holder of a grant, colleague and responder; renamed on the way. */
	async function live(): Promise<void> {
		const before = { ...person, name: 'Zed Before' };
		await store.grants.add( { centralId, name: before.name, reason: 'zed reason', until: t0 + DAY * 2 }, root, t0 );
		await store.grants.add( { centralId: colleague.centralId!, name: colleague.name, reason: 'to page', until: t0 + DAY * 2 }, before, t0 );
		await store.grants.revoke( 2, before, t0 + 1 );
		await store.guidance.confirm( { version: 'v1', language: 'de' }, before, t0 );
		await store.roster.record( { centralId, name: before.name, inGroup: false, usable: true, verifiedAt: t0 } );
		await createSessionStore( store.database )
			.insert( { tokenHash: 't', sender: { centralId, name: before.name, singleSignOn: null }, expiresAt: t0 + DAY } );
		const signIns = createSignInStore( store.database );
		const signIn = { requestTokenHash: 'r', requestTokenSecret: 's', browserHash: 'b', origin: 'o', challenge: null, returnTo: null };
		await signIns.begin( { ...signIn, expiresAt: t0 + DAY } );
		await signIns.identified( 'r', { codeHash: 'c', sender: { centralId, name: before.name }, expiresAt: t0 + DAY } );

		await accept( 'first', before, byGrant( 1, 'root', before.name, 'zed reason' ) );
		await accept( 'second', person );
		await accept( 'other', colleague, byGrant( 2, before.name, colleague.name, 'to page' ) );
		for ( const claim of await store.deliveries.claimDue( t0, MINUTE, 9 ) ) {
			await verbsOn( store ).record( claim );
		}
		await store.course.addNote( 'first', 'zed words', person, t0 + 2 );
		await store.course.addNote( 'other', 'zed words', before, t0 + 3 );
		await store.course.reply( 'other', 'zed words', person, t0 + 4 );
		await store.course.reply( 'first', 'zed words for Zed Person', sender, t0 + 5 );
		await store.course.answer( 'other', 'acknowledged', before, [], t0 + 6 );
		await store.course.answer( 'other', 'resolved', person, [], t0 + 7 );
		await store.course.withdraw( 'first', person, t0 + 8 );
		await store.course.withdraw( 'second', person, t0 + 8 );
	}

	it( 'leaves no number, name or word of theirs, under whatever name', async () => {
		await live();
		expect( await holding( String( centralId ) ) ).not.toEqual( [] );
		await erase();
		expect( await Promise.all( [ String( centralId ), 'Zed', 'zed' ].map( holding ) ) ).toEqual( [ [], [], [] ] );
	} );

	it( 'keeps what happened, and counts it', async () => {
		await live();
		const audited = await store.audit.list( { limit: 99 } );
		const theirs = audited.filter( ( { actor, subject } ) => actor.centralId === centralId || subject?.centralId === centralId );
		expect( await erase() ).toEqual( { pages: 2, grants: 1, auditEntries: theirs.length } );

		const [ last, ...rest ] = await store.audit.list( { limit: 99 } );
		expect( last ).toMatchObject( {
			action: 'personErased', actor: root, subject: null, pageId: null, evidence: { pages: 2, grants: 1, auditEntries: theirs.length }
		} );
		const what = ( { id, at, action, pageId, evidence }: AuditEntry ): unknown => [ id, at, action, pageId, evidence ];
		expect( rest.map( what ) ).toEqual( audited.map( what ) );
		expect( rest.find( ( { action } ) => action === 'pageWithdrawn' ) ).toMatchObject( { actor: { kind: 'wiki', centralId: null, name: '' } } );
		expect( ( await store.pages.list( { limit: 9 } ) ).map( ( { id, state, sender: { centralId: who, name } } ) => `${ id } ${ state } ${ who } ${ name }` ) )
			.toEqual( [ 'second withdrawn 0 ', `other resolved ${ colleague.centralId } Steward Bar`, 'first withdrawn 0 ' ] );
		expect( await verbsOn( store ).events( 'other' ) )
			.toEqual( [ 'accepted', 'delivered one of one', 'note  ', 'reply  ', 'acknowledged page-sre', 'resolved page-sre' ] );
		expect( await store.grants.list( { limit: 9 } ) ).toMatchObject( [
			{ id: 2, centralId: colleague.centralId, reason: 'to page', grantedBy: '', revokedBy: '' },
			{ id: 1, centralId: 0, name: '', reason: '', grantedBy: 'root', revokedAt: t0 + DAY, revokedBy: 'root' }
		] );
	} );

	it( 'ends what they held: grant, session, what they read', async () => {
		await live();
		await erase();
		expect( await store.grants.inForce( centralId, t0 + DAY ) ).toBeUndefined();
		expect( await createSessionStore( store.database ).find( 't' ) ).toBeUndefined();
		expect( await store.guidance.confirmedIn( centralId, 'v1' ) ).toBeUndefined();
	} );

	it( 'leaves everybody else alone, and what is not theirs', async () => {
		await live();
		await store.guidance.confirm( { version: 'v1', language: 'fr' }, colleague, t0 );
		await erase();
		expect( await store.guidance.confirmedIn( colleague.centralId!, 'v1' ) ).toBe( 'fr' );
		expect( await store.pages.find( 'other' ) ).toMatchObject( { sender: { name: 'Steward Bar' }, content: { summary: 'their words' }, membership: { reason: 'to page' } } );
		expect( await store.audit.list( { centralId: colleague.centralId!, limit: 99 } ) ).not.toEqual( [] );
	} );

	it( 'refuses while a page of theirs is open, and changes nothing then', async () => {
		await accept( 'first', person );
		const before = await holding( 'Zed' );
		await expect( erase() ).rejects.toMatchObject( { code: 'pageNotOpen' } );
		expect( await holding( 'Zed' ) ).toEqual( before );
		await store.course.withdraw( 'first', person, t0 );
		expect( await erase() ).toMatchObject( { pages: 1 } );
	} );

	it( 'says that there was nothing of a person who never was here', async () => {
		expect( await erase() ).toEqual( { pages: 0, grants: 0, auditEntries: 0 } );
		expect( await store.audit.list( { limit: 9 } ) ).toMatchObject( [ { action: 'personErased' } ] );
	} );

	it( 'can be done again, when they have come back', async () => {
		await live();
		await erase();
		await store.grants.add( { centralId, name: person.name, reason: 'again', until: t0 + DAY * 3 }, root, t0 + DAY );
		expect( await erase() ).toEqual( { pages: 0, grants: 1, auditEntries: 1 } );
		expect( await holding( 'Zed' ) ).toEqual( [] );
	} );

	it( 'leaves on the roster whom the wiki lists: the next reading would bring them back', async () => {
		await store.roster.save( { startedAt: t0, members: [ { centralId, name: person.name, usable: true } ], holders: [] } );
		await erase();
		expect( await holding( String( centralId ) ) ).toEqual( [ 'roster' ] );
	} );

	it( 'forgets whom a single sign-on named, and never gives their number to another', async () => {
		const people = createSingleSignOnStore( store.database );
		const number = await people.numberOf( 'zed', t0 );
		await accept( 'first', { kind: 'singleSignOn', centralId: number, name: 'zed' } );
		await store.course.withdraw( 'first', { kind: 'singleSignOn', centralId: number, name: 'zed' }, t0 );
		await erase( number );
		expect( await holding( 'zed' ) ).toEqual( [] );
		expect( await people.numberOf( 'another', t0 ) ).not.toBe( number );
	} );
} );
