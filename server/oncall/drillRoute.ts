// A provider as the route of drills: what it can do to take a drill and to end it, and nothing that could
// wake anybody. Nobody is notified of a drill, so that nobody is, is no news.
import { drillRouteName } from '../pages/provider.ts';
import type { IncidentObservation, Provider } from '../pages/provider.ts';

/** Made anew of what is named here: a capability that a provider gets tomorrow is none of a drill's. */
export function asDrillRoute( { name, deliver, observe, resolve, addNote, repeatEveryMs, drillRoute }: Provider ): Provider {
	return {
		name: drillRouteName( name ),
		deliver,
		...observe && { observe: async ( watched ) => ( await observe( watched ) ).map( withoutAlarm ) },
		...resolve && { resolve },
		...addNote && { addNote },
		...repeatEveryMs !== undefined && { repeatEveryMs },
		...drillRoute && { drillRoute }
	};
}

/** Silence at a paging provider sets off everything that we have; here it is what was wanted. Ringing stays told. */
function withoutAlarm( { muted: _, ...observation }: IncidentObservation ): IncidentObservation {
	return { ...observation, notified: observation.notified === 0 ? null : observation.notified };
}
