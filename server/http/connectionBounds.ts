// How long somebody may take to ask us something, and how much of it may be headers. Behind a proxy the proxy's
// own bounds come first; without one these are all that stands between us and who asks a byte a minute.
import type { ServerOptions } from 'node:http';

export const connectionBounds: ServerOptions = {
	// A phone on a bad line sends its headers within a second or two.
	headersTimeout: 10_000,
	// 256 kB, the largest body that we take, at 100 kbit/s.
	requestTimeout: 20_000,
	// How often the two above are looked at.
	connectionsCheckingInterval: 2_000,
	// A session, a cookie and what proxies add are 2 kB; what is more is answered 431.
	maxHeaderSize: 16 * 1024
};
