// What the server says about the situation is what the contract says, parsed by the very schemas whose types the
// panel is built on.
import { expect, it } from 'vitest';
import { problemSchema } from '../../../server/contract/problem.ts';
import { situationSchema, wikisSchema } from '../../../server/contract/situation.ts';
import { startWorld } from '../../harness.ts';

it( 'The situation, the wikis and a refusal because of incidents are said as the contract does', async () => {
	const world = await startWorld();
	const sender = await world.signIn( 'Steward Foo' );
	world.onCall.raise( 'db', 'Database servers lag' );
	const { providers } = situationSchema.parse( ( await sender.call( 'GET', '/v1/situation' ) ).body );
	const { wikis } = wikisSchema.parse( ( await sender.call( 'GET', '/v1/wikis' ) ).body );
	const refused = problemSchema.parse( ( await sender.sendPage() ).body );
	await world.stop();
	expect( providers ).toMatchObject( [ { incidents: { failing: false, value: [ { title: 'Database servers lag' } ] } } ] );
	expect( wikis.length ).toBeGreaterThan( 5 );
	expect( refused ).toMatchObject( { code: 'unseenPages', openIncidents: [ { title: 'Database servers lag', incident: '1' } ] } );
} );
