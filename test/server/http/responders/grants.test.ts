// Access grants from a form: given, shown, ended, and every refusal beside its field with nothing lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../harness.ts';
import { signInToSite, wordsOf, type SiteVisitor, type Visit } from './site.ts';

describe( 'Grants', () => {
	let world: World;
	let responder: SiteVisitor;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz' } } );
		responder = await signInToSite( world, 'Plain Baz' );
	} );
	afterAll( () => world.stop() );

	const records = ( { document }: Visit, id: string ): string[] => [ ...document.querySelectorAll( `[aria-labelledby=${ id }] .records > li` ) ].map( wordsOf );
	const grants = (): Promise<Visit> => responder.get( '/sre/grants' );
	const reason = 'Works on the spam wave';

	it( 'are for a day unless said otherwise', async () => {
		const { document } = await grants();
		expect( wordsOf( document.querySelector( 'option[selected]' ) ) ).toBe( '1 d' );
		expect( [ ...document.querySelectorAll( 'option' ) ].map( wordsOf ) ).toEqual( [ '1 h', '4 h', '8 h', '1 d', '2 d', '3 d', '7 d', '14 d' ] );
	} );

	it( 'let somebody page from then on, and are in the audit log', async () => {
		const holder = await world.signIn( 'Former Bar' );
		expect( ( await holder.sendPage() ).status ).toBe( 403 );
		const added = await responder.post( '/sre/grants', { name: ' former Bar ', reason: `${ reason }\n`, hours: '4' } );
		expect( [ added.status, added.headers.get( 'location' ) ] ).toEqual( [ 303, '/sre/grants' ] );
		const [ record ] = records( await grants(), 'in-force' );
		expect( record ).toMatch( /^Former Bar #50002 Works on the spam wave By Plain Baz, .* UTC Until .* UTC, (4 h|3 h 59 min) left Revoke$/ );
		const { body } = await holder.call<{ membership: object }>( 'GET', '/v1/session' );
		expect( body.membership ).toMatchObject( { verdict: 'member', standing: 'grant' } );
		expect( ( await responder.get( '/sre/audit?action=grantAdded' ) ).text ).toContain( 'Grant added by Plain Baz #50003, about Former Bar #50002' );
	} );

	it( 'end at once when they are revoked, and are kept', async () => {
		const { document } = await grants();
		const revoke = document.querySelector<HTMLButtonElement>( 'button[name=revoke]' )!;
		expect( revoke.getAttribute( 'aria-label' ) ).toBe( 'Revoke the grant of Former Bar' );
		expect( ( await responder.post( '/sre/grants', { revoke: revoke.value } ) ).status ).toBe( 303 );
		const after = await grants();
		expect( records( after, 'in-force' ) ).toEqual( [] );
		expect( records( after, 'past' ) ).toEqual( [ expect.stringMatching( /^Former Bar #50002 .* Revoked .* UTC by Plain Baz$/ ) ] );
		expect( ( await ( await world.signIn( 'Former Bar' ) ).sendPage() ).status ).toBe( 403 );
	} );

	it( 'end by themselves', async () => {
		await responder.post( '/sre/grants', { name: 'Former Bar', reason, hours: '1' } );
		world.clock.jump( 3_600_000 );
		const after = await grants();
		expect( records( after, 'in-force' ) ).toEqual( [] );
		expect( records( after, 'past' )[ 0 ] ).toMatch( /^Former Bar .* Ended .* UTC$/ );
	} );

	it.each( [
		[ 'Nobody At All', reason, 'name', 'The wiki knows no such account. Names are case-sensitive after the first letter.' ],
		[ 'Locked Qux', reason, 'name', 'This account is locked, so it cannot page.' ],
		[ '', reason, 'name', 'This is needed.' ], [ 'Former Bar', 'abc', 'reason', 'Write at least 5 characters.' ],
		[ 'Former Bar', 'because '.repeat( 40 ), 'reason', 'Write at most 300 characters.' ]
	] )( 'are refused beside the field, with all that was typed: %s', async ( name, because, field, words ) => {
		const { status, document } = await responder.post( '/sre/grants', { name, reason: because, hours: '72' } );
		const shown = [ 'name', 'reason', 'hours' ].map( ( id ) => ( document.getElementById( id ) as HTMLInputElement ).value );
		expect( [ status, shown ] ).toEqual( [ 422, [ name, because, '72' ] ] );
		expect( [ ...document.querySelectorAll( '.fault' ) ].map( ( fault ) => [ fault.id, wordsOf( fault ) ] ) ).toEqual( [ [ `fault-${ field }`, words ] ] );
		expect( document.getElementById( field )?.getAttribute( 'aria-describedby' ) ).toBe( `fault-${ field }` );
	} );

	it( 'are not given while the wiki cannot say who that is', async () => {
		world.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		const { status, document } = await responder.post( '/sre/grants', { name: 'Former Bar', reason, hours: '24' } );
		world.wiki.faults.set( null );
		expect( [ status, wordsOf( document.getElementById( 'fault-name' ) ) ] ).toEqual( [ 422, 'The wiki does not answer, so the account cannot be looked up. Try again.' ] );
	} );

	it.each( [ [ { name: 'Former Bar', reason, hours: '9999' }, 400 ], [ { name: 'Former Bar' }, 400 ], [ { revoke: 'x' }, 400 ], [ { revoke: '999' }, 404 ] ] )( 'come from the form alone: %j', async ( fields, status ) => {
		expect( ( await responder.post( '/sre/grants', fields as Record<string, string> ) ).status ).toBe( status );
		expect( records( await grants(), 'in-force' ) ).toEqual( [] );
	} );
} );
