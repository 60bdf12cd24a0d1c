// Splunk On-Call's maintenance mode: it takes alerts with "success" and wakes nobody, globally or for some
// routing keys, until somebody ends it. Reading it only; we never start or end it.
//
// GET maintenancemode: {activeInstances:[{isGlobal, targets:[{type, names:[]}]}]}; an empty list of names
// also means everybody (public API description 0.0.3, read 2026-11).
import { fieldsIn } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';

/** @param routingKey in lower case */
export function isMuted( answer: Fields, routingKey: string ): boolean {
	return fieldsIn( answer.activeInstances ).some( ( { isGlobal, targets } ) => isGlobal === true ||
		fieldsIn( targets ).some( ( { names } ) => Array.isArray( names ) &&
			( names.length === 0 || names.some( ( name ) => String( name ).toLowerCase() === routingKey ) ) ) );
}
