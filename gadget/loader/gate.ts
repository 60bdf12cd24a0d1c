// Who sees the link. A hint for the eye only: whether somebody may page is decided by our server,
// which asks the wiki at the moment of paging.

// The global group's name in the wiki's API; mw.config has no central list of who may page.
const GROUP = 'steward';

/** @param globalGroups `wgGlobalGroups`: absent for people who are not logged in */
export function isEligible( globalGroups: unknown ): boolean {
	return Array.isArray( globalGroups ) && globalGroups.includes( GROUP );
}
