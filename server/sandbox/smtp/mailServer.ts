// A mail server on localhost, for trying and for tests: it keeps what it takes, and at each step of SMTP
// it can say any code, fall silent or hang up. Nothing of the product may be imported here.
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { localhostTls } from './localhostTls.ts';

export type MailStep = 'greeting' | 'auth' | 'from' | 'to' | 'data';

/** `dropped`: the connection is cut, at `data` after the message was kept. Only without TLS. */
export type MailAnswer = number | 'silence' | 'dropped';

export interface KeptMail {
	from: string;
	to: string[];
	raw: string;
	/** Under which transport security, and as whom. */
	secure: boolean;
	login: string | null;
}

export interface SandboxMailServer {
	port: number;
	/** PEM of who vouches for it: itself. */
	ca: string;
	mails: readonly KeptMail[];
	/** Decides steps; undefined takes them. `what` is the address or the login. */
	decide: ( step: MailStep, what: string ) => MailAnswer | undefined;
	/** Resolves when nobody is connected. */
	abandoned(): Promise<void>;
	stop(): Promise<void>;
}

export interface SandboxMailOptions {
	tls: 'implicit' | 'starttls' | 'none';
	/** Who may log in; without it nobody can. */
	login?: { username: string; password: string };
}

export async function startSandboxMailServer( { tls, login }: SandboxMailOptions ): Promise<SandboxMailServer> {
	const mails: KeptMail[] = [];
	const sockets = new Set<Socket>();
	const leaving: ( () => void )[] = [];

	function carryOut( decision: MailAnswer | undefined, answer: ( error?: Error ) => void ): void {
		if ( decision === undefined ) {
			answer();
		} else if ( decision === 'dropped' ) {
			hangUp();
		} else if ( decision !== 'silence' ) {
			answer( Object.assign( new Error( `Sandbox says ${ decision }` ), { responseCode: decision } ) );
		}
	}

	function hangUp(): void {
		// Under TLS the mail server must do it: a socket torn away from below a handshake crashes Node 24.
		if ( tls === 'none' ) {
			sockets.forEach( ( socket ) => socket.destroy() );
		}
	}

	const server = new SMTPServer( {
		...localhostTls,
		secure: tls === 'implicit',
		hideSTARTTLS: tls === 'none',
		disabledCommands: [ ...tls === 'none' ? [ 'STARTTLS' ] : [], ...login ? [] : [ 'AUTH' ] ],
		authOptional: login === undefined,
		allowInsecureAuth: true,
		disableReverseLookup: true,
		// What is held on purpose must not hold up the end of a test.
		closeTimeout: 1,
		onConnect: ( _, callback ) => {
			carryOut( sandbox.decide( 'greeting', '' ), callback );
		},
		onAuth: ( { username = '', password }, _, callback ) => {
			carryOut( sandbox.decide( 'auth', username ), ( error ) => {
				const known = username === login?.username && password === login.password;
				callback( error, error || !known ? undefined : { user: username } );
			} );
		},
		onMailFrom: ( { address }, _, callback ) => {
			carryOut( sandbox.decide( 'from', address ), callback );
		},
		onRcptTo: ( { address }, _, callback ) => {
			carryOut( sandbox.decide( 'to', address ), callback );
		},
		onData: ( stream, { envelope, secure, user }, callback ) => {
			text( stream ).then( ( raw ) => {
				const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
				const decision = sandbox.decide( 'data', from );
				if ( decision === undefined || decision === 'dropped' ) {
					const to = envelope.rcptTo.map( ( { address } ) => address );
					mails.push( { from, to, raw, secure, login: typeof user === 'string' ? user : null } );
				}
				carryOut( decision, callback );
			}, callback );
		}
	} );
	server.on( 'error', () => {
		// A client that hangs up in the middle is what some tests are about.
	} );
	server.server.on( 'connection', ( socket: Socket ) => {
		sockets.add( socket );
		socket.once( 'close', () => {
			sockets.delete( socket );
			if ( sockets.size === 0 ) {
				leaving.splice( 0 ).forEach( ( resolve ) => {
					resolve();
				} );
			}
		} );
	} );
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );

	const sandbox: SandboxMailServer = {
		port: ( server.server.address() as AddressInfo ).port,
		ca: localhostTls.cert,
		mails,
		decide: () => undefined,
		abandoned: () => new Promise( ( resolve ) => {
			if ( sockets.size === 0 ) {
				resolve();
			} else {
				leaving.push( resolve );
			}
		} ),
		async stop() {
			hangUp();
			await new Promise<void>( ( resolve ) => {
				server.close( resolve );
			} );
		}
	};
	return sandbox;
}
