// All that is kept, opened once: for the server, and for commands that look at or change something while it
// runs or not.
import type { AuditStore, GrantStore, GuidanceStore, RetentionStore, RosterStore, SingleSignOnStore } from './access/ports.ts';
import type { SessionStore, SignInStore } from './auth/ports.ts';
import type { Config } from './config.ts';
import type { ActionStore, CourseStore, DeliveryStore, IncidentStore, PageStore } from './pages/ports.ts';
import type { Secret } from './secret.ts';
import { createActionStore } from './store/actionStore.ts';
import { createAuditStore } from './store/auditLog.ts';
import { backUpStore, type BackupOutcome } from './store/backUpStore.ts';
import { copyStore, type CopyOutcome } from './store/copyStore.ts';
import { createCourseStore } from './store/courseStore.ts';
import { openDatabase, type OpenOptions } from './store/database.ts';
import { createDeliveryStore } from './store/deliveryStore.ts';
import { createReadFigures } from './store/figuresStore.ts';
import { createGrantStore } from './store/grantStore.ts';
import { createGuidanceStore } from './store/guidanceStore.ts';
import { readDurability, type Durability } from './store/durability.ts';
import { createIncidentStore } from './store/incidentStore.ts';
import { createPageStore } from './store/pageStore.ts';
import { createRetentionStore } from './store/retentionStore.ts';
import { createRosterStore } from './store/rosterStore.ts';
import { createSessionStore, createSignInStore } from './store/sessionStore.ts';
import { createSingleSignOnStore } from './store/singleSignOnStore.ts';
import { createStoreProbe } from './store/storeProbe.ts';
import type { ReadStoreFigures } from './watching/ports.ts';

export interface Stores {
	pages: PageStore;
	deliveries: DeliveryStore;
	incidents: IncidentStore;
	actions: ActionStore;
	course: CourseStore;
	sessions: SessionStore;
	signIns: SignInStore;
	singleSignOn: SingleSignOnStore;
	roster: RosterStore;
	grants: GrantStore;
	guidance: GuidanceStore;
	audit: AuditStore;
	retention: RetentionStore;
	figures: ReadStoreFigures;
	/** Whether anything can be written now. */
	probe( now: () => number ): () => Promise<boolean>;
	/** How what is stored is kept. Throws what the driver throws. */
	durability(): Promise<Durability>;
	close(): Promise<void>;
}

/** @throws Error when the store cannot be opened, or is newer than this program */
export async function openStores(
	config: Pick<Config, 'databaseUrl' | 'store' | 'bounds' | 'providers'>, options: Pick<OpenOptions, 'log' | 'onQuery'> = {}
): Promise<Stores> {
	const database = await openDatabase( config.databaseUrl ?? config.store, options );
	const { bounds } = config;
	const deliveries = createDeliveryStore( database, bounds );
	return {
		pages: createPageStore( database, bounds ),
		deliveries,
		incidents: createIncidentStore( database, bounds ),
		actions: createActionStore( database ),
		course: createCourseStore( database, { ...bounds, providers: config.providers.map( ( { name } ) => name ) } ),
		sessions: createSessionStore( database ),
		signIns: createSignInStore( database ),
		singleSignOn: createSingleSignOnStore( database ),
		roster: createRosterStore( database ),
		grants: createGrantStore( database ),
		guidance: createGuidanceStore( database ),
		audit: createAuditStore( database ),
		retention: createRetentionStore( database ),
		figures: createReadFigures( database, deliveries ),
		probe: ( now ) => createStoreProbe( database, now ),
		durability: () => readDurability( database, config.databaseUrl ? undefined : config.store ),
		close: () => database.destroy()
	};
}

/**
 * What a server has stored in a SQLite file moves to an empty PostgreSQL database. That server must have
 * stopped, or what it accepts afterwards stays behind.
 */
export function moveToPostgres( file: string, url: Secret ): Promise<CopyOutcome> {
	return copyStore( file, url );
}

/** A whole copy of the SQLite file, while a server writes to it or not. */
export function backUpFile( file: string, to: string ): Promise<BackupOutcome> {
	return backUpStore( file, to );
}
