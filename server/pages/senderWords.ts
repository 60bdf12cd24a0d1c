// Who says so, and why they are believed, in the alert's words: each standing has its own, and none claims
// more than was found out. Names, reasons and addresses come from outside and stay in their line.
import type { Millis, Page } from './page.ts';
import { oneLine, utc } from './plainText.ts';

/** For the first line: the name, and what makes it count, unless the name says it already. */
export function whoSays( { sender, membership }: Pick<Page, 'sender' | 'membership'> ): string {
	const name = oneLine( sender.name );
	switch ( membership.standing ) {
		case 'group': {
			const role = membership.group.charAt( 0 ).toUpperCase() + membership.group.slice( 1 );
			return name.toLowerCase().includes( role.toLowerCase() ) ? name : `${ role } ${ name }`;
		}
		case 'grant':
			return `Trusted ${ name }`;
		case 'singleSignOn':
		case 'commandLine':
			return name;
	}
}

/** `From: Steward Foo, member of steward (...)`, and what else there is to know about it, a line each. */
export function fromLines( { sender, membership, acceptedAt }: Pick<Page, 'sender' | 'membership' | 'acceptedAt'> ): string[] {
	const name = oneLine( sender.name );
	switch ( membership.standing ) {
		case 'group':
			return [ `From: ${ name }, member of ${ membership.group } (${ evidence( 'membership', membership, acceptedAt ) })` ];
		case 'grant':
			return [
				`From: ${ name }, trusted until ${ utc( membership.until ) } (${ evidence( 'account', membership, acceptedAt ) })`,
				`Trusted by: ${ oneLine( membership.grantedBy ) }, because: ${ oneLine( membership.reason ) }`
			];
		case 'singleSignOn':
			return [ `From: ${ name }, named by single sign-on (${ utc( membership.verifiedAt ) })` ];
		case 'commandLine':
			return [ `From: ${ name }, at the command line of the server (${ utc( membership.verifiedAt ) })` ];
	}
}

function evidence( what: string, { source, verifiedAt }: Page[ 'membership' ], acceptedAt: Millis ): string {
	return source === 'roster' ?
		`${ what } last confirmed ${ ago( acceptedAt - verifiedAt ) }; the wiki did not answer` :
		`asked at the wiki ${ utc( verifiedAt ) }`;
}

/** Rounded up: what was confirmed long ago must not look fresher than it is. */
function ago( ms: number ): string {
	const minutes = Math.max( 1, Math.ceil( ms / 60_000 ) );
	const hours = Math.ceil( minutes / 60 );
	// Up to two days hours say more.
	return minutes < 60 ? `${ minutes } min ago` : hours <= 48 ? `${ hours } h ago` : `${ Math.ceil( hours / 24 ) } days ago`;
}
