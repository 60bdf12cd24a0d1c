// Pages by mail, against a real mail server: what arrives, who may see it on its way, and an outcome for
// every reply, silence and broken connection at each step of SMTP.
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmail } from '../../../server/oncall/email.ts';
import type { EmailSettings } from '../../../server/oncall/email.ts';
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import { startSandboxMailServer } from '../../../server/sandbox/smtp/mailServer.ts';
import type { MailAnswer, MailStep, SandboxMailOptions, SandboxMailServer } from '../../../server/sandbox/smtp/mailServer.ts';
import { alert } from './deliveryContract.ts';
import { nobody, rawBytes } from './rawService.ts';

const login = { username: 'page-sre', password: 'canary-password' };
const secret = ( value: string ): { reveal: () => string } => ( { reveal: () => value } );
const ingest = 'canary-key+sre@alert.example.org';

interface World {
	server: SandboxMailServer;
	deliver: ( changed?: Partial<typeof alert> ) => Promise<DeliveryOutcome>;
}

async function world( server: SandboxMailOptions = { tls: 'none' }, overrides: Partial<EmailSettings> = {} ): Promise<World> {
	const sandbox = await startSandboxMailServer( server );
	onTestFinished( () => sandbox.stop() );
	const provider = createEmail( {
		host: 'localhost', port: sandbox.port, tls: server.tls, from: 'page-sre@example.org', to: [ secret( ingest ) ],
		...server.tls !== 'none' && { ca: sandbox.ca },
		...server.login && { login: { username: login.username, password: secret( login.password ) } },
		timeoutMs: 20_000,
		...overrides
	} );
	return { server: sandbox, deliver: async ( changed = {} ) => {
		const outcome = await provider.deliver( { ...alert, ...changed } );
		expect( inspect( outcome, { depth: Infinity, showHidden: true } ) ).not.toContain( 'canary' );
		return outcome;
	} };
}

const taken: DeliveryOutcome = { kind: 'delivered', incident: null };

/** Header fields in the order they came, unfolded; and the text after them. */
function parsed( raw: string ): { headers: Map<string, string>; names: string[]; text: string } {
	const [ head = '', ...rest ] = raw.split( '\r\n\r\n' );
	const fields = head.replace( /\r\n[ \t]+/g, ' ' ).split( '\r\n' ).map( ( line ) => line.split( /: (.*)/s ) );
	const headers = new Map( fields.map( ( [ name = '', value = '' ] ) => [ name.toLowerCase(), value ] ) );
	const body = rest.join( '\r\n\r\n' );
	const decoded = headers.get( 'content-transfer-encoding' ) === 'base64' ?
		Buffer.from( body, 'base64' ) :
		Buffer.from( body.replace( /=\r\n/g, '' ).replace( /=([0-9A-F]{2})/g, ( _, hex: string ) => String.fromCharCode( parseInt( hex, 16 ) ) ), 'latin1' );
	return { headers, names: fields.map( ( [ name = '' ] ) => name.toLowerCase() ), text: decoded.toString().replaceAll( '\r\n', '\n' ).trimEnd() };
}

describe( 'a page by mail', () => {
	it( 'is plain text under a fixed subject', async () => {
		const { server, deliver } = await world();
		expect( await deliver() ).toEqual( taken );
		expect( server.mails ).toMatchObject( [ { from: 'page-sre@example.org', to: [ ingest ], secure: false, login: null } ] );
		const { headers, text } = parsed( server.mails[ 0 ]!.raw );
		expect( Object.fromEntries( headers ) ).toMatchObject( {
			from: 'page-sre@example.org',
			to: ingest,
			subject: 'CRITICAL page-sre 01JD3Z0000000000000000TEST',
			'message-id': '<page-sre.01JD3Z0000000000000000TEST@example.org>',
			date: 'Mon, 23 Nov 2026 14:00:00 +0000',
			'auto-submitted': 'auto-generated',
			'content-type': 'text/plain; charset=utf-8'
		} );
		expect( text ).toBe( alert.body );
	} );

	it( 'is known as a drill by its subject, whatever the operator calls pages, and is in no hurry', async () => {
		const { server, deliver } = await world( undefined, { subject: 'CRITICAL ours {id}' } );
		await deliver();
		expect( await deliver( { drill: true } ) ).toEqual( taken );
		const [ page, drill ] = server.mails.map( ( { raw } ) => parsed( raw ).headers );
		expect( [ page!.get( 'subject' ), page!.get( 'importance' ) ] ).toEqual( [ 'CRITICAL ours 01JD3Z0000000000000000TEST', 'High' ] );
		expect( [ drill!.get( 'subject' ), drill!.get( 'importance' ) ] ).toEqual( [ 'DRILL page-sre 01JD3Z0000000000000000TEST', undefined ] );
	} );

	it( 'is the same mail in every attempt', async () => {
		const { server, deliver } = await world();
		await deliver();
		await deliver();
		expect( server.mails ).toHaveLength( 2 );
		expect( server.mails[ 1 ] ).toEqual( server.mails[ 0 ] );
	} );

	const typed = [
		'x\r\nBcc: canary@example.org', 'x\nSubject: RESOLVED', 'x\r\n\r\n<script>', 'OK acked resolved', '.\r\nMAIL FROM:<x@example.org>', '\u2028\u0000'
	];

	it.each( typed )( 'has no header with anything that somebody typed: %j', async ( text ) => {
		const { server, deliver } = await world();
		await deliver();
		expect( await deliver( { firstLine: text, body: text, host: text, recordUrl: text } ) ).toEqual( taken );
		const [ plain, evil ] = server.mails.map( ( { raw } ) => parsed( raw ) );
		evil!.headers.delete( 'content-transfer-encoding' );
		plain!.headers.delete( 'content-transfer-encoding' );
		expect( evil!.headers ).toEqual( plain!.headers );
		expect( evil!.names ).toEqual( plain!.names );
		expect( server.mails ).toHaveLength( 2 );
		expect( server.mails[ 1 ]!.to ).toEqual( [ ingest ] );
	} );

	it( 'keeps every line and letter', async () => {
		const { server, deliver } = await world();
		const body = [ '.', '..', 'From: me', 'ログイン 👩‍👩‍👧 =3D', '', 'x'.repeat( 3000 ), '--', 'end' ].join( '\n' );
		await deliver( { body } );
		expect( parsed( server.mails[ 0 ]!.raw ).text ).toBe( body );
		expect( Math.max( ...server.mails[ 0 ]!.raw.split( '\r\n' ).map( ( { length } ) => length ) ) ).toBeLessThan( 1000 );
	} );

	it( 'has the subject that an ingest wants, and whatever the page is called in one line', async () => {
		const { server, deliver } = await world( undefined, { subject: '{id} INC [{id}]' } );
		await deliver( { dedupKey: 'page-sre/1/escalation-2\r\nX: y' } );
		const { headers } = parsed( server.mails[ 0 ]!.raw );
		expect( headers.get( 'subject' ) ).toBe( '1/escalation-2__X__y INC [1/escalation-2__X__y]' );
		expect( headers.get( 'message-id' ) ).toBe( '<page-sre.1.escalation-2__X__y@example.org>' );
	} );

	it( 'shows several recipients nothing of each other', async () => {
		const { server, deliver } = await world( undefined, { to: [ secret( ingest ), secret( 'sre@example.org' ) ] } );
		await deliver();
		expect( server.mails[ 0 ]!.to ).toEqual( [ ingest, 'sre@example.org' ] );
		expect( server.mails[ 0 ]!.raw ).not.toMatch( /canary|sre@example\.org(?<!page-sre@example\.org)/ );
	} );
} );

describe( 'a page on its way to the mail server', () => {
	it.each( [ 'implicit', 'starttls' ] as const )( 'is encrypted with %s, and logs in', async ( tls ) => {
		const { server, deliver } = await world( { tls, login } );
		expect( await deliver() ).toEqual( taken );
		expect( server.mails ).toMatchObject( [ { secure: true, login: login.username } ] );
	} );

	it.each( [ 'implicit', 'starttls' ] as const )( 'goes to nobody who cannot prove who they are (%s)', async ( tls ) => {
		const { server, deliver } = await world( { tls }, { ca: undefined } );
		expect( await deliver() ).toEqual( { kind: 'retry', reason: 'network' } );
		expect( server.mails ).toEqual( [] );
	} );

	it( 'never goes unencrypted where encryption is demanded', async () => {
		const { server, deliver } = await world( { tls: 'none' }, { tls: 'starttls' } );
		expect( await deliver() ).toMatchObject( { kind: 'rejected' } );
		expect( server.mails ).toEqual( [] );
	} );

	it.each( [
		[ 'knows another password', { tls: 'starttls', login: { ...login, password: 'other' } } ],
		[ 'knows no logins', { tls: 'starttls' } ]
	] as const )( 'is rejected by a server that %s', async ( _, options ) => {
		const { server, deliver } = await world( options, { login: { username: login.username, password: secret( login.password ) } } );
		expect( await deliver() ).toEqual( { kind: 'rejected', reason: 'unauthorized' } );
		expect( server.mails ).toEqual( [] );
	} );

	it( 'is rejected by a server that wants a login and gets none', async () => {
		const { deliver } = await world( { tls: 'none', login }, { login: undefined } );
		expect( await deliver() ).toEqual( { kind: 'rejected', reason: 'unauthorized' } );
	} );
} );

/** For whatever is answered at each step; what one step means differently stands below. */
const replies: [ number, 'retry' | 'rejected', string ][] = [
	[ 421, 'retry', 'serverError' ], [ 450, 'retry', 'serverError' ], [ 451, 'retry', 'serverError' ], [ 452, 'retry', 'serverError' ],
	[ 455, 'retry', 'serverError' ], [ 500, 'rejected', 'refused' ], [ 501, 'rejected', 'refused' ], [ 503, 'retry', 'serverError' ],
	[ 530, 'rejected', 'unauthorized' ], [ 535, 'rejected', 'unauthorized' ], [ 550, 'rejected', 'refused' ], [ 552, 'rejected', 'refused' ],
	[ 553, 'rejected', 'refused' ], [ 554, 'rejected', 'refused' ]
];
const steps: MailStep[] = [ 'greeting', 'auth', 'from', 'to', 'data' ];

function expected( step: MailStep, reply: number, kind: string, reason: string ): object {
	if ( step === 'auth' ) {
		return { kind, reason: 'unauthorized' };
	}
	return step === 'to' && reply === 550 ? { kind, reason: 'notFound' } : { kind, reason };
}

describe.each( steps )( 'a mail server at the step "%s"', ( step ) => {
	async function answering( answer: MailAnswer, timeoutMs = 20_000 ): Promise<World> {
		const there = await world( { tls: 'none', login }, { timeoutMs } );
		there.server.decide = ( at ) => at === step ? answer : undefined;
		return there;
	}

	it( 'has an outcome for each reply', async () => {
		// All at once: a mail server lets each caller wait before it speaks.
		const outcomes = await Promise.all( replies.map( async ( [ reply ] ) => {
			const { server, deliver } = await answering( reply );
			return { reply, outcome: await deliver(), kept: server.mails.length };
		} ) );
		expect( outcomes ).toEqual( replies.map( ( [ reply, kind, reason ] ) =>
			( { reply, outcome: expected( step, reply, kind, reason ), kept: 0 } ) ) );
	} );

	it( 'that falls silent has its time, and is let go', async () => {
		const { server, deliver } = await answering( 'silence', 500 );
		expect( await deliver() ).toEqual( { kind: 'retry', reason: 'timeout' } );
		await server.abandoned();
	} );

	it( 'that hangs up is tried again', async () => {
		const { server, deliver } = await answering( 'dropped' );
		expect( await deliver() ).toEqual( { kind: 'retry', reason: 'network' } );
		// It may have kept the mail before: the next is the very same.
		server.decide = () => undefined;
		expect( await deliver() ).toEqual( taken );
		expect( new Set( server.mails.map( ( { raw } ) => raw ) ).size ).toBe( 1 );
	} );
} );

describe( 'a mail server with several recipients', () => {
	const both = { to: [ secret( 'a@example.org' ), secret( 'b@example.org' ) ] };
	it.each( [
		[ 550, undefined, taken ],
		[ undefined, 450, taken ],
		[ 550, 450, { kind: 'retry', reason: 'serverError' } ],
		[ 450, 550, { kind: 'retry', reason: 'serverError' } ],
		[ 550, 554, { kind: 'rejected', reason: 'notFound' } ]
	] )( 'that says %s to the first and %s to the second', async ( first, second, outcome ) => {
		const { server, deliver } = await world( undefined, both );
		server.decide = ( step, what ) => step !== 'to' ? undefined : what === 'a@example.org' ? first : second;
		expect( await deliver() ).toEqual( outcome );
		expect( server.mails ).toHaveLength( outcome.kind === 'delivered' ? 1 : 0 );
	} );
} );

describe( 'something that is no mail server', () => {
	it( 'is tried again when nobody listens', async () => {
		const { deliver } = await world( undefined, { port: Number( new URL( await nobody() ).port ) } );
		expect( await deliver() ).toEqual( { kind: 'retry', reason: 'network' } );
	} );

	it( 'is tried again when its host is unknown', async () => {
		const { deliver } = await world( undefined, { host: 'mail.invalid' } );
		expect( await deliver() ).toEqual( { kind: 'retry', reason: 'network' } );
	} );

	it.each( [ 'HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-OpenSSH_9.9\r\n', '\u0000\u0001\r\n' ] )( 'is tried again after %j', async ( bytes ) => {
		const { url } = await rawBytes( bytes, { atOnce: true } );
		const { deliver } = await world( undefined, { port: Number( new URL( url ).port ) } );
		expect( await deliver() ).toEqual( { kind: 'retry', reason: 'unreadable' } );
	} );
} );
