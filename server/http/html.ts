// Markup with every value escaped: the only way a value gets into our HTML.

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** Text that is markup already; made only by `html`. */
export class Markup {
	readonly text: string;

	constructor( text: string ) {
		this.text = text;
	}
}

/** Tagged template: values are escaped, Markup and lists of Markup go in as they are. */
export function html( strings: TemplateStringsArray, ...values: ( string | Markup | readonly Markup[] )[] ): Markup {
	return new Markup( strings.reduce( ( markup, string, index ) => markup + asText( values[ index - 1 ]! ) + string ) );
}

function asText( value: string | Markup | readonly Markup[] ): string {
	if ( typeof value === 'string' ) {
		return value.replace( /[&<>"']/g, ( character ) => entities[ character ]! );
	}
	return value instanceof Markup ? value.text : value.map( asText ).join( '' );
}

/** Data for a script of ours. `<` is escaped, so that no value can end the element. */
export function jsonScript( id: string, data: unknown ): Markup {
	return new Markup( `<script type="application/json" id="${ id }">${ JSON.stringify( data ).replaceAll( '<', '\\u003C' ) }</script>` );
}

/** A whole document in the reader's language. */
export function documentHtml( options: { language: string; title: string; head?: Markup; body: Markup } ): string {
	const { language, title, head = new Markup( '' ), body } = options;
	return html`<!DOCTYPE html>
<html lang="${ language }" dir="${ isRightToLeft( language ) ? 'rtl' : 'ltr' }">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${ title }</title>
${ head }
</head>
<body>
${ body }
</body>
</html>
`.text;
}

function isRightToLeft( language: string ): boolean {
	const locale = new Intl.Locale( language ) as Intl.Locale & { getTextInfo(): { direction: string } };
	return locale.getTextInfo().direction === 'rtl';
}
