// What a status page of Atlassian Statuspage's says to programs: the shape of /api/v2/summary.json (its API page,
// read 2026-11), with the components of Wikimedia's.

export interface StatusPageState {
	indicator: string;
	incidents: readonly { name: string; impact: string; startedAt: number; status: string }[];
	/** By name of a component; those that are not named are operational. */
	conditions: Readonly<Record<string, string>>;
}

/** The last two lie in a group of their own. */
const components = [
	{ name: 'Reading', group: false, groupId: null }, { name: 'Editing', group: false, groupId: null },
	{ name: 'Services', group: true, groupId: null }, { name: 'Search', group: false, groupId: 'c2' }, { name: 'Maps', group: false, groupId: 'c2' }
];

export function summaryOf( url: string, { indicator, incidents, conditions }: StatusPageState, now: number ): object {
	const iso = ( at: number ): string => new Date( at ).toISOString();
	return {
		page: { id: 'sandbox', name: 'Sandbox wikis', url, time_zone: 'Etc/UTC', updated_at: iso( now ) },
		components: components.map( ( { name, group, groupId }, index ) => ( {
			id: `c${ index }`, name, status: conditions[ name ] ?? 'operational', created_at: iso( 0 ), updated_at: iso( now ),
			position: index + 1, description: null, showcase: !group, start_date: null, group_id: groupId, page_id: 'sandbox',
			group, only_show_if_degraded: false
		} ) ),
		incidents: incidents.map( ( { name, impact, startedAt, status }, index ) => ( {
			id: `i${ index }`, name, status, impact, created_at: iso( startedAt ), updated_at: iso( now ), monitoring_at: null, resolved_at: null,
			shortlink: `https://stspg.example.org/i${ index }`, started_at: iso( startedAt ), page_id: 'sandbox', incident_updates: [], components: []
		} ) ),
		scheduled_maintenances: [],
		status: { indicator, description: indicator === 'none' ? 'All Systems Operational' : 'Partial System Outage' }
	};
}
