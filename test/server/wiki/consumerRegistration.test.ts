// How our consumer is registered, read from what any wiki may answer: only what it says is known.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRegistration } from '../../../server/wiki/consumerRegistration.ts';
import { createWikiGet } from '../../../server/wiki/wikiGet.ts';
import { cutShort, say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

const key = 'c'.repeat( 32 );
const table = ( status: string, callback: string, isPrefix = 'no' ): string => `<dl class='mw-mwoauth-infotable'>
<dt>(mwoauthlistconsumers-status)</dt><dd>${ status }</dd><dt>(mwoauthlistconsumers-callbackurl)</dt><dd>${ callback }</dd>
<dt>(mwoauthlistconsumers-callbackisprefix)</dt><dd>(htmlform-${ isPrefix })</dd></dl>`;

let wiki: RawWiki;
beforeEach( async () => {
	wiki = await startRawWiki();
} );
afterEach( () => wiki.stop() );

const read = ( answer: RawAnswer ): ReturnType<typeof readRegistration> => {
	wiki.answerWith( answer );
	return readRegistration( createWikiGet( { userAgent: 'test', timeoutMs: 5_000 } ), wiki.url, key );
};

describe( 'The registration of a consumer', () => {
	it( 'is asked for in keys instead of words, and read', async () => {
		expect( await read( say( table( '(mwoauthlistconsumers-status-approved)', 'https://a.example/?x=1&amp;y=2', 'yes' ) ) ) )
			.toEqual( { kind: 'read', stage: 'approved', callbackUrl: 'https://a.example/?x=1&y=2', callbackIsPrefix: true } );
		expect( wiki.requests[ 0 ]!.url ).toBe( `/wiki/Special:OAuthListConsumers/view/${ key }?uselang=qqx` );
	} );

	it( 'is not found when the wiki says so', async () => {
		expect( await read( say( '<p>(mwoauth-invalid-consumer-key)</p>' ) ) ).toEqual( { kind: 'notFound' } );
	} );

	it.each( [
		[ 'in words', say( '<dl><dt>Status</dt><dd>Approved</dd></dl>' ) ],
		[ 'with a status that is no key', say( table( 'Approved', 'https://a.example/' ) ) ],
		[ 'with an error page', say( '<h1>Error</h1>', 503 ) ],
		[ 'with half of it', cutShort( table( '(mwoauthlistconsumers-status-approved)', 'https://a.example/' ) ) ]
	] )( 'is unreadable when the wiki answers %s', async ( _, answer ) => {
		expect( await read( answer ) ).toMatchObject( { kind: 'unreadable', reason: expect.any( String ) as string } );
	} );
} );
