// Who has read what there is to read before paging. The words are the panel's; here they are a version.
import { ServiceError } from '../errors.ts';
import { actorOf, type Millis, type Person } from '../pages/page.ts';
import type { GuidanceCheck } from '../pages/ports.ts';
import type { GuidanceStore } from './ports.ts';

export interface Guidance extends GuidanceCheck {
	/**
	 * Once a version; again changes nothing.
	 *
	 * @param read the version that was shown, and the language it was shown in
	 * @throws ServiceError guidanceOutdated: another version is the present one; storeUnavailable
	 */
	confirm( person: Person, read: { version: string; language: string } ): Promise<void>;
}

/** @param deps `version`: of the guidance as it is now, by its content */
export function createGuidance( { version, store, clock }: { version: string; store: GuidanceStore; clock: { now(): Millis } } ): Guidance {
	return {
		version,
		confirmedIn: ( centralId ) => store.confirmedIn( centralId, version ),
		async confirm( person, read ) {
			if ( read.version !== version ) {
				throw new ServiceError( 'guidanceOutdated' );
			}
			await store.confirm( { version, language: read.language }, actorOf( person ), clock.now() );
		}
	};
}
