// Settings of the e-mail provider that cannot work are refused before anybody needs it, and never shown.
import { describe, expect, it } from 'vitest';
import { createEmail } from '../../../server/oncall/email.ts';
import type { EmailSettings } from '../../../server/oncall/email.ts';

const secret = ( value: string ): { reveal: () => string } => ( { reveal: () => value } );
const good: EmailSettings = {
	host: 'mail.example.org', port: 587, tls: 'starttls', from: 'page-sre@example.org', to: [ secret( 'sre+key@example.org' ) ], timeoutMs: 1000
};
const login = { username: 'canary', password: secret( 'canary' ) };

describe( 'createEmail', () => {
	it.each<[ string, Partial<EmailSettings> ]>( [
		[ 'with what it needs', {} ],
		[ 'with a login', { login } ],
		[ 'with neither login nor TLS, as inside a data centre', { tls: 'none' } ],
		[ 'with a login and no TLS to this very machine', { tls: 'none', login, host: '127.0.0.1' } ],
		[ 'with a subject of its own', { subject: '[{id}]' } ]
	] )( 'works %s', ( _, changed ) => {
		expect( createEmail( { ...good, ...changed } ).name ).toBe( 'email' );
	} );

	it.each<[ string, Partial<EmailSettings> ]>( [
		[ 'from', { from: 'canary' } ],
		[ 'from', { from: 'canary@example.org\r\nBcc: x@example.org' } ],
		[ 'from', { from: 'Canary <canary@example.org>' } ],
		[ 'to', { to: [] } ],
		[ 'to', { to: [ secret( 'sre@example.org' ), secret( 'canary@example.org, x@example.org' ) ] } ],
		[ 'to', { to: [ secret( 'canary@example.org\n' ) ] } ],
		[ 'to', { to: [ secret( 'canary@exämple.org' ) ] } ],
		[ 'subject', { subject: 'canary' } ],
		[ 'subject', { subject: 'canary {id}\r\nBcc: x@example.org' } ],
		[ 'subject', { subject: `canary {id} ${ 'x'.repeat( 100 ) }` } ],
		[ 'login', { tls: 'none', login } ],
		[ 'login', { tls: 'none', login, host: '127.0.0.1.example.org' } ]
	] )( 'names %s and shows no value of %j', ( setting, changed ) => {
		expect( () => createEmail( { ...good, ...changed } ) ).toThrow( new RegExp( `^E-mail: ${ setting } (?!.*canary)` ) );
	} );
} );
