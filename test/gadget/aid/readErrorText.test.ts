// Promises of error messages that are pasted: those of Wikimedia's servers are recognised in every shape they have
// had, and nothing else is.
import { describe, expect, it } from 'vitest';
import { readErrorText } from '../../../gadget/aid/readErrorText.ts';

describe( 'readErrorText', () => {
	it.each<[ string, string, string[] ]>( [
		[ 'Traffic Server', 'Request from 198.51.100.7 via cp3052.esams.wmnet, ATS/9.2.6\nError: 503, Backend fetch failed at Mon, 27 Nov 2026 12:00:00 GMT',
			[ '503, Backend fetch failed', 'cp3052.esams.wmnet', 'Mon, 27 Nov 2026 12:00:00 GMT' ] ],
		[ 'Traffic Server with another time', 'Request from 198.51.100.7 via cp1071.eqiad.wmnet, ATS/8.0.3 Error: 502, connect failed at 2019-04-04 12:22:08 GMT',
			[ '502, connect failed', 'cp1071.eqiad.wmnet', '2019-04-04 12:22:08 GMT' ] ],
		[ 'Varnish', 'Request from 198.51.100.7 via cp1083 cp1083, Varnish XID 52919\nUpstream caches: cp1083 int\nError: 429, Too Many Requests at Wed, 11 Mar 2026 09:00:05 GMT',
			[ '429, Too Many Requests', 'cp1083', 'XID 52919', 'Wed, 11 Mar 2026 09:00:05 GMT' ] ],
		[ 'Varnish of 2026', 'Request served via cp5025 cp5025, Varnish XID 1057850940\nUpstream caches: cp5025 int\nError: 403, Too many requests. See https://w.wiki/4wJS. (a765913) at Wed, 11 Mar 2026 09:00:05 GMT\nSensitive client information\nIP address: 2001:db8::1',
			[ '403, Too many requests. See https://w.wiki/4wJS.', 'cp5025', 'XID 1057850940', 'Wed, 11 Mar 2026 09:00:05 GMT' ] ],
		[ 'Varnish of 2016', 'Request: GET http://en.wikipedia.org/wiki/X, from 10.20.0.1 via cp1065 cp1065 ([10.64.0.102]:3128), Varnish XID 4263654532\nForwarded for: 198.51.100.7\nError: 503, Service Unavailable at Tue, 01 Mar 2016 12:00:00 GMT',
			[ '503, Service Unavailable', 'cp1065', 'XID 4263654532', 'Tue, 01 Mar 2016 12:00:00 GMT' ] ],
		[ 'MediaWiki', '[9a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d] 2026-11-27 12:00:00: Fatal exception of type "Wikimedia\\Rdbms\\DBQueryError"',
			[ 'Wikimedia\\Rdbms\\DBQueryError', '9a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d', '2026-11-27 12:00:00 UTC' ] ],
		[ 'MediaWiki in another language, without quotes', '[W8f0ZgpAMEoAAF3kQbAAAAAU] 2026-11-27 12:00:00: Fataler Ausnahmefehler des Typs DBTransactionSizeError',
			[ 'DBTransactionSizeError', 'W8f0ZgpAMEoAAF3kQbAAAAAU', '2026-11-27 12:00:00 UTC' ] ]
	] )( 'recognises those of %s', ( _what, text, expected ) => {
		expect( readErrorText( `I saw this:\n${ text }\nand again.` ) ).toEqual( expected );
	} );

	it.each( [ '', 'Login fails for everyone', 'Error: 503', 'I came via cp3052, as always', '[T12] 2026-11-27 12:00:00: an Error', 'Request from 198.51.100.7' ] )( 'recognises nothing in %j', ( text ) => {
		expect( readErrorText( text ) ).toEqual( [] );
	} );
} );
