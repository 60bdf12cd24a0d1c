// Who may see and answer everybody's pages: by configuration, confirmed by the wiki at this moment. A responder
// must get in while the wiki is down, so a yes is remembered for the grace; a no takes it back at once.
import type { Millis, Person } from '../pages/page.ts';
import { isFresh } from './decideMembership.ts';
import type { AccountAnswer, AccountReader } from './ports.ts';

export interface ResponderCheck {
	/** Never throws. */
	isResponder( person: Person ): Promise<boolean>;
}

export interface ResponderCheckDeps {
	/** Account names, or `#` and central ID, which survives renames. */
	accounts: readonly string[];
	/** API names of global groups. */
	groups: readonly string[];
	reader: AccountReader;
	/** How long a yes counts while the wiki does not answer, in ms. */
	graceMs: number;
	clock: { now(): Millis };
}

/** Every click of a responder asks; this often the wiki is asked too. */
const REMEMBERED_MS = 60_000;

export function createResponderCheck( { accounts, groups, reader, graceMs, clock }: ResponderCheckDeps ): ResponderCheck {
	const named = new Set( accounts.map( asTheWikiWrites ) );
	/** When the wiki last said yes, by central ID. Nobody else is in it, so it stays small. */
	const confirmedAt = new Map<number, Millis>();
	const asking = new Map<number, Promise<boolean>>();

	function mayAnswer( centralId: number, account: Extract<AccountAnswer, { kind: 'account' }> ): boolean {
		return !account.locked && (
			named.has( `#${ centralId }` ) || named.has( account.name ) ||
			groups.some( ( group ) => ( account.groups.get( group ) ?? 0 ) > clock.now() )
		);
	}

	async function ask( centralId: number ): Promise<boolean> {
		const answer = await reader.ask( centralId );
		if ( answer.kind === 'noAnswer' ) {
			return isRemembered( centralId, graceMs );
		}
		if ( answer.kind === 'unreadable' ) {
			return false;
		}
		if ( answer.kind === 'account' && mayAnswer( centralId, answer ) ) {
			confirmedAt.set( centralId, answer.at );
			return true;
		}
		confirmedAt.delete( centralId );
		return false;
	}

	function isRemembered( centralId: number, withinMs: number ): boolean {
		const at = confirmedAt.get( centralId );
		return at !== undefined && isFresh( at, withinMs, clock.now() );
	}

	return {
		async isResponder( { centralId, singleSignOn } ) {
			if ( singleSignOn ) {
				return singleSignOn.roles.includes( 'responder' );
			}
			if ( named.size === 0 && groups.length === 0 ) {
				return false;
			}
			if ( isRemembered( centralId, REMEMBERED_MS ) ) {
				return true;
			}
			const answer = asking.get( centralId ) ?? ask( centralId ).finally( () => asking.delete( centralId ) );
			asking.set( centralId, answer );
			return answer;
		}
	};
}

/** Underscores are spaces, and the first letter is a capital. */
function asTheWikiWrites( account: string ): string {
	const name = account.replaceAll( '_', ' ' ).trim().normalize( 'NFC' );
	return name.replace( /^./u, ( first ) => first.toUpperCase() );
}
