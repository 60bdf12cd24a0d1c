// Prometheus, as our server sees it: one reading of /metrics.
import { seriesOf } from './someMetrics.ts';

export async function scrape( url: string ): Promise<Map<string, number>> {
	const response = await fetch( `${ url }/metrics`, { headers: { Connection: 'close' } } );
	if ( response.status !== 200 ) {
		throw new Error( `no figures: ${ response.status } ${ await response.text() }` );
	}
	return seriesOf( await response.text() );
}
