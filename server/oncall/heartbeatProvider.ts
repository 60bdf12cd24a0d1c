// The provider of heartbeats: takes the alert, says it is resolved when it is read back, wakes nobody.
// Everything before and after it is the path of a real page.
import { HEARTBEAT_PROVIDER, type Provider } from '../pages/provider.ts';

export function createHeartbeatProvider(): Provider {
	const taken = new Set<string>();
	return {
		name: HEARTBEAT_PROVIDER,
		deliver: ( alert ) => {
			taken.add( alert.dedupKey );
			return Promise.resolve( { kind: 'delivered', incident: null } );
		},
		observe: ( watched ) => Promise.resolve( watched.filter( ( { dedupKey } ) => taken.delete( dedupKey ) ).map( ( { dedupKey } ) => ( {
			dedupKey, incident: dedupKey, phase: 'resolved', notified: null, by: null
		} ) ) )
	};
}
