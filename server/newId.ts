// Ids of what we keep: they sort by time, and nobody guesses one from another.
import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';
import type { Millis } from './pages/page.ts';

const RANGE = 2 ** 32;

export function newId( now: Millis ): string {
	// Node draws these in advance; the package's own draw is a call of the system for each letter.
	return ulid( now, () => randomInt( RANGE ) / RANGE );
}
