// Reads the recorded exchanges of test/contract/recordings/*.txt. The format is what a person reads:
// `>` the request, `<` the response, then the response body. No expectation is made up here.
import { readFileSync } from 'node:fs';

export interface Exchange {
	name: string;
	/** When it was recorded, in milliseconds. */
	at: number;
	request: { method: string; target: string; headers: Record<string, string>; body: string };
	response: { status: number; headers: Record<string, string>; body: string };
}

/** @throws Error when the file has no exchange of that name */
export function recorded( file: string, name: string ): Exchange {
	const exchange = readExchanges( file ).find( ( candidate ) => candidate.name === name );
	if ( exchange === undefined ) {
		throw new Error( `${ file } has no exchange "${ name }".` );
	}
	return exchange;
}

export function readExchanges( file: string ): Exchange[] {
	const text = readFileSync( new URL( `../recordings/${ file }.txt`, import.meta.url ), 'utf8' );
	return text.split( /^##### /m ).slice( 1 ).map( readExchange );
}

function readExchange( text: string ): Exchange {
	const [ title = '', ...lines ] = text.replace( /\n+$/, '' ).split( '\n' );
	const asked = lines.filter( ( line ) => line.startsWith( '>' ) ).map( ( line ) => line.slice( 2 ) );
	const answered = lines.slice( asked.length );
	const headEnd = answered.indexOf( '<' );
	const [ method = '', target = '' ] = ( asked[ 0 ] ?? '' ).split( ' ' );
	const bodyStart = asked.indexOf( '' );
	return {
		name: title.split( ' @ ' )[ 0 ] ?? '',
		at: Date.parse( title.split( ' @ ' )[ 1 ] ?? '' ),
		request: {
			method, target,
			headers: readHeaders( asked.slice( 1, bodyStart < 0 ? undefined : bodyStart ) ),
			body: bodyStart < 0 ? '' : asked.slice( bodyStart + 1 ).join( '\n' )
		},
		response: {
			status: Number.parseInt( ( answered[ 0 ] ?? '' ).slice( 2 ), 10 ),
			headers: readHeaders( answered.slice( 1, headEnd ).map( ( line ) => line.slice( 2 ) ) ),
			body: answered.slice( headEnd + 1 ).join( '\n' )
		}
	};
}

function readHeaders( lines: readonly string[] ): Record<string, string> {
	return Object.fromEntries( lines.map( ( line ) => {
		const [ name = '', ...value ] = line.split( ': ' );
		return [ name.toLowerCase(), value.join( ': ' ) ];
	} ) );
}
