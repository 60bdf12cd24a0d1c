// Maintenance mode, the trap of every paging tool: alerts are taken with "success" and nobody is woken,
// for all routing keys or some, until somebody ends it.

export interface Maintenance {
	/** Whether an incident under this routing key pages nobody now. */
	muted( routingKey: string ): boolean;
	/** No names: for every routing key. False when that is so already. */
	start( names: readonly string[], purpose: string ): boolean;
	end( id: string ): boolean;
	/** As GET maintenancemode answers. */
	state(): unknown;
}

interface Instance {
	instanceId: string;
	isGlobal: boolean;
	/** Milliseconds, unlike every other time of this API. */
	startedAt: number;
	startedBy: string;
	purpose: string;
	targets: { type: 'RoutingKeys'; names: string[] }[];
}

/** @param switchedOn the switch on /sandbox counts as a global one that nobody can end by API */
export function createMaintenance( now: () => number, switchedOn: () => boolean ): Maintenance {
	const instances: Instance[] = [];
	let lastId = 0;

	function make( instanceId: string, names: readonly string[], purpose: string ): Instance {
		return {
			instanceId,
			isGlobal: names.length === 0,
			startedAt: now(),
			startedBy: 'sandbox',
			purpose,
			targets: names.length === 0 ? [] : [ { type: 'RoutingKeys', names: names.map( ( name ) => name.toLowerCase() ) } ]
		};
	}

	return {
		muted: ( routingKey ) => switchedOn() || instances.some( ( { isGlobal, targets } ) => isGlobal ||
			targets.some( ( { names } ) => names.includes( routingKey ) ) ),
		start( names, purpose ) {
			if ( names.length === 0 && ( switchedOn() || instances.some( ( { isGlobal } ) => isGlobal ) ) ) {
				return false;
			}
			instances.push( make( `mm-${ ++lastId }`, names, purpose ) );
			return true;
		},
		end( id ) {
			const index = instances.findIndex( ( { instanceId } ) => instanceId === id );
			if ( index !== -1 ) {
				instances.splice( index, 1 );
			}
			return index !== -1;
		},
		state: () => ( {
			companyId: 'sandbox',
			activeInstances: [ ...switchedOn() ? [ make( 'mm-switch', [], 'Switched on by hand' ) ] : [], ...instances ]
		} )
	};
}
