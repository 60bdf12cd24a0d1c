// Who sees the link. A hint for the eye only: whether somebody may page is decided by our server,
// which asks the wiki at the moment of paging.

// The global group's name in the wiki's API; mw.config has no central list of who may page.
const GROUP = 'steward';

/**
 * @param state ResourceLoader's, of our own module: only while that is being run did a wiki load us for everybody
 * whom its definition names, and the group decides. Else somebody chose us, as people with an access grant
 * do by a line in their user script
 * @param globalGroups `wgGlobalGroups`: absent for people who are not logged in
 */
export function isEligible( state: string | null, globalGroups: unknown ): boolean {
	return state !== 'executing' || ( Array.isArray( globalGroups ) && globalGroups.includes( GROUP ) );
}
