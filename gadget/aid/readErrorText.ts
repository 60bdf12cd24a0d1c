// Recognises the error messages of Wikimedia's servers in what is pasted, and takes from them what an engineer looks
// for. Shapes of 2026-11: the templates of Varnish and Traffic Server in operations/puppet, and MWException.

// "Request from 198.51.100.7 via cp3052.esams.wmnet, ATS/9.2.6", "Request served via cp5025 cp5025, Varnish XID 105"
const cache = /\bvia ([a-z][\w-]*\d+(?:\.[a-z]+\.wmnet)?)[ ,]/;
const xid = /\bVarnish XID (\d+)/;
// With the short name of the file that made it before "at" in newer ones. Times are in two forms.
const answer = /\bError:? (\d{3}, [^\n]*?)(?: \([\da-f]{7}\))? at (\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT|[\d-]{10} [\d:]{8} GMT)/;
// '[9a1b2c3d-…] 2026-11-27 12:00:00: Fatal exception of type "Wikimedia\Rdbms\DBQueryError"', in any language
const exception = /\[([\w@-]{10,40})\] (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d): [^\n]*?((?:\w+\\)*\w*(?:Error|Exception|Timeout)\w*)/;

/** What it says, most telling first; nothing where there is no such message. */
export function readErrorText( text: string ): string[] {
	const facts: ( string | undefined )[] = [];
	const fatal = exception.exec( text );
	if ( fatal ) {
		facts.push( fatal[ 3 ], fatal[ 1 ], `${ fatal[ 2 ] } UTC` );
	}
	const [ , via ] = cache.exec( text ) || [];
	const [ , what, when ] = answer.exec( text ) || [];
	const [ , request ] = xid.exec( text ) || [];
	if ( via && what ) {
		facts.push( what, via, request && `XID ${ request }`, when );
	}
	return facts.filter( ( fact ): fact is string => fact !== undefined );
}
