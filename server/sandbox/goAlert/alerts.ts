// The sandbox's GoAlert alerts: how what comes in becomes one, and who is notified when. No HTTP in here.
// Rules read from GoAlert's alert store and log, v0.34.1, 2026-11: the same dedup on an alert that is not
// closed is that alert; a service in maintenance takes alerts and escalates none.
//
//   StatusUnacknowledged -> StatusAcknowledged
//            |                     |
//            +-> StatusClosed <----+          the same dedup then makes another

export interface GoAlertLogEntry {
	at: number;
	message: string;
	/** Of a notification. */
	messageId: string | null;
}

export interface GoAlertAlert {
	id: number;
	dedup: string;
	summary: string;
	details: string;
	meta: Record<string, string>;
	status: 'StatusUnacknowledged' | 'StatusAcknowledged' | 'StatusClosed';
	createdAt: number;
	/** The first included. */
	received: number;
	log: GoAlertLogEntry[];
}

export interface Incoming {
	summary: string;
	details: string;
	dedup: string;
	meta: Record<string, string>;
	close: boolean;
}

export interface GoAlertLedger {
	/** Oldest first. */
	list(): GoAlertAlert[];
	/** Undefined: nothing to close. */
	take( incoming: Incoming ): { alert: GoAlertAlert; isNew: boolean } | undefined;
	/** Each acts on the open alert of this dedup; false when there is none in such a state. */
	acknowledge( dedup: string, by: string ): boolean;
	close( dedup: string, by: string ): boolean;
}

export interface OnCallUser {
	userName: string;
	stepNumber: number;
}

/** GoAlert's engine works in cycles of five seconds. */
const notifiesAfterMs = 5000;

export function createGoAlertLedger( { now, onCall, inMaintenance }: {
	now: () => number; onCall: () => readonly OnCallUser[]; inMaintenance: () => boolean;
} ): GoAlertLedger {
	const alerts: GoAlertAlert[] = [];
	const open = ( dedup: string ): GoAlertAlert | undefined => alerts.find( ( alert ) => alert.dedup === dedup && alert.status !== 'StatusClosed' );

	function note( alert: GoAlertAlert, message: string, messageId: string | null = null ): void {
		alert.log.push( { at: now(), message, messageId } );
	}

	/** The first step, once. */
	function notify( alert: GoAlertAlert ): void {
		const due = alert.status === 'StatusUnacknowledged' && now() >= alert.createdAt + notifiesAfterMs;
		if ( due && !inMaintenance() && !alert.log.some( ( { messageId } ) => messageId !== null ) ) {
			onCall().filter( ( { stepNumber } ) => stepNumber === 0 ).forEach( ( { userName } ) => {
				// Two ways to one person are one person.
				note( alert, `Notification sent to ${ userName } (SMS)`, crypto.randomUUID() );
				note( alert, `Notification sent to ${ userName } (Voice)`, crypto.randomUUID() );
			} );
		}
	}

	function change( dedup: string, to: GoAlertAlert[ 'status' ], message: string ): boolean {
		const alert = open( dedup );
		if ( alert === undefined || alert.status === to ) {
			return false;
		}
		notify( alert );
		alert.status = to;
		note( alert, message );
		return true;
	}

	return {
		list() {
			alerts.forEach( notify );
			return structuredClone( alerts );
		},
		take( { dedup, close, ...content } ) {
			const known = open( dedup );
			if ( close ) {
				change( dedup, 'StatusClosed', 'Closed via Page SRE integration' );
				return known && { alert: known, isNew: false };
			}
			if ( known !== undefined ) {
				known.received++;
				note( known, 'Suppressed duplicate: created via Page SRE integration' );
				return { alert: known, isNew: false };
			}
			const alert: GoAlertAlert = {
				id: alerts.length + 1, dedup, summary: content.summary, details: content.details, meta: content.meta,
				status: 'StatusUnacknowledged', createdAt: now(), received: 1, log: []
			};
			note( alert, 'Created via Page SRE integration' );
			alerts.push( alert );
			return { alert, isNew: true };
		},
		acknowledge: ( dedup, by ) => change( dedup, 'StatusAcknowledged', `Acknowledged by ${ by } (SMS)` ),
		close: ( dedup, by ) => change( dedup, 'StatusClosed', `Closed by ${ by } (Web)` )
	};
}
