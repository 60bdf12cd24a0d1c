// A secret cannot be printed by accident: strings, JSON and inspection all show `[redacted]`.
import { inspect } from 'node:util';

export class Secret {
	readonly #value: string;

	constructor( value: string ) {
		this.#value = value;
	}

	/** The one way to the value; call it where the value is used, never before. */
	reveal(): string {
		return this.#value;
	}

	toString(): string {
		return '[redacted]';
	}

	toJSON(): string {
		return '[redacted]';
	}

	[ inspect.custom ](): string {
		return '[redacted]';
	}
}
