// A person at the sandbox wiki, without a browser: keeps cookies, reads forms, presses buttons. Follows no
// redirect by itself, so that each step can be looked at.
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

export interface Seen {
	status: number;
	headers: Headers;
	/** Empty when there is none. */
	location: string;
	html: string;
}

export interface Person {
	signedIn( name: string ): Person;
	get( target: string ): Promise<Seen>;
	post( target: string, fields: Record<string, string>, headers?: Record<string, string> ): Promise<Seen>;
	/** Opens a dialog and presses one of its buttons. */
	press( dialog: string, button: 'accept' | 'cancel' ): Promise<Seen>;
	allow( dialog: string ): Promise<Seen>;
}

export function browse( wiki: Pick<SandboxWiki, 'url' | 'signInAs'> ): Person {
	const cookies = new Map<string, string>();
	const keep = ( header: string ): void => {
		const [ name = '', ...value ] = ( header.split( ';' )[ 0 ] ?? '' ).split( '=' );
		cookies.set( name, value.join( '=' ) );
	};
	const send = async ( target: string, options: RequestInit ): Promise<Seen> => {
		const response = await fetch( new URL( target, wiki.url ), {
			...options,
			redirect: 'manual',
			headers: { ...options.headers as Record<string, string>, cookie: [ ...cookies ].map( ( pair ) => pair.join( '=' ) ).join( '; ' ) }
		} );
		response.headers.getSetCookie().forEach( keep );
		return {
			status: response.status, headers: response.headers, location: response.headers.get( 'location' ) ?? '', html: await response.text()
		};
	};
	const person: Person = {
		signedIn( name ) {
			keep( wiki.signInAs( name ).cookie );
			return person;
		},
		get: ( target ) => send( target, {} ),
		post: ( target, fields, headers = {} ) => send( target, { method: 'POST', body: new URLSearchParams( fields ), headers } ),
		async press( dialog, button ) {
			const { html } = await person.get( dialog );
			const action = /<form class="sandbox-oauth" method="post" action="([^"]+)"/.exec( html )?.[ 1 ] ?? 'no form';
			const hidden = [ ...html.matchAll( /<input type="hidden" name="([^"]+)" value="([^"]*)"/g ) ];
			return person.post( action, { ...Object.fromEntries( hidden.map( ( [ , name = '', value = '' ] ) => [ name, value ] ) ), [ button ]: button } );
		},
		allow: ( dialog ) => person.press( dialog, 'accept' )
	};
	return person;
}
