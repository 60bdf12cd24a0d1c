// Tells a service elsewhere that we are alive; when we stop telling, it raises the alarm that we cannot.
import type { Millis } from '../pages/page.ts';
import { boundedCall, isSuccess, type Secret } from './boundedCall.ts';

export interface DeadMansSwitchSettings {
	/** Its path is usually the credential. */
	url: Secret;
	userAgent: string;
	timeoutMs: number;
}

/** Returns a function that reports one heartbeat; true when the service took it. Never throws. */
export function createDeadMansSwitch( { url, userAgent, timeoutMs }: DeadMansSwitchSettings, now: () => Millis ): () => Promise<boolean> {
	return async () => {
		const result = await boundedCall( { method: 'GET', url: url.reveal(), headers: { 'user-agent': userAgent }, timeoutMs, maxBytes: 64 * 1024 }, now );
		return result.kind === 'answer' && isSuccess( result.status );
	};
}
