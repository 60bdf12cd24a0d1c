// The panel speaking the reader's language: English at once, theirs as soon as it has come, both in several
// files, because only who pages needs the words for what follows. Which key says what is messages.ts;
// how a template becomes words is renderMessage.ts.
import { computed, inject, shallowRef } from 'vue';
import type { InjectionKey } from 'vue';
import english from '../../i18n/en.json';
import type { GuidanceKey, MessageKey, Translations } from './messages.ts';
import { plainText, renderMessage } from './renderMessage.ts';
import type { Parameter, Part } from './renderMessage.ts';
import { agoText, spanText, timeText } from './timeWords.ts';

export type AnyKey = MessageKey | GuidanceKey | undefined;

/** Words in the reader's language. Reading them inside a template follows a change of language. */
export interface Words {
	/** Without a key, what a newer server told and this panel has no word for. */
	parts( key: AnyKey, ...parameters: Parameter[] ): Part[];
	text( key: AnyKey, ...parameters: Parameter[] ): string;
	/** Hour and minute in the reader's clock, of an ISO 8601 time. */
	time( iso: string ): string;
	/** The day as well. */
	moment( iso: string ): string;
	/** "90 minutes" */
	span( seconds: number ): string;
	/** "20 seconds ago" */
	ago( seconds: number ): string;
}

/** English words by their keys: some of them. */
export type English = Partial<Record<MessageKey, string>>;

/** The guidance as it is read: in which language, which version, and its lines in order. */
export interface GuidanceText {
	language: string;
	version: string;
	lines: GuidanceKey[];
}

// One answer over slow 3G (400 ms and the words), the list having come with the panel: figure 9 of docs/performance.md.
// Longer, and the reader looks at an empty box.
const PATIENCE = 700;

/**
 * @param language MediaWiki's code
 * @param load resolves to what is not English in a file of a language, or null; must not reject
 * @return the words, a promise of when the panel may show itself, what fetches the words of another
 * part (those that build/translations.ts puts into its file), what takes over English words that the
 * panel does not bring along, and what fetches the guidance anew: null when it does not come
 */
export function createWords(
	language: string,
	load: ( file: string ) => Promise<Translations | null>
): {
	words: Words;
	ready: Promise<void>;
	expectPart: ( name: string ) => void;
	addEnglish: ( more: English ) => void;
	readGuidance: () => Promise<GuidanceText | null>;
} {
	const translations = shallowRef<Translations>( {} );
	const known: English = Object.assign( {}, english );
	// A map made by fallback says whose words they are: Egyptian Arabic's are counted in Arabic.
	const locale = computed( () => asLocale( translations.value[ '@language' ] || language ) );
	const parts: Words[ 'parts' ] = ( asked, ...parameters ) => {
		const key = asked || 'page-sre-outdated';
		const translated = translations.value[ key ];
		// A file may be anything.
		return typeof translated === 'string' ?
			renderMessage( translated, parameters, locale.value ) :
			// What has no words yet, because they are another part's, goes by the last of its name.
			renderMessage( known[ key as MessageKey ] || key.replace( /.*-/, '' ), parameters, 'en' );
	};
	// Times in words stand inside sentences, and speak like them.
	const isTranslated = shallowRef( false );
	const sentences = computed( () => isTranslated.value ? locale.value : 'en' );
	// Files that have come, or are on their way.
	const fetched = new Set<string>();
	const learn = async ( file: string ): Promise<void> => {
		if ( language === 'en' || fetched.has( file ) ) {
			return;
		}
		fetched.add( file );
		const found = await load( file );
		if ( found ) {
			translations.value = Object.assign( {}, translations.value, found );
			isTranslated.value = true;
		} else {
			fetched.delete( file );
		}
	};
	const readGuidance = async (): Promise<GuidanceText | null> => {
		const own = language === 'en' ? null : await load( `${ language }-guidance` );
		const found = own || await load( 'en-guidance' );
		if ( !found || !found[ '@version' ] ) {
			return null;
		}
		const lines = Object.keys( found ).filter( ( key ): key is GuidanceKey => key[ 0 ] !== '@' );
		translations.value = Object.assign( {}, translations.value, found, { '@language': translations.value[ '@language' ] } );
		return { language: own ? own[ '@language' ] || language : 'en', version: found[ '@version' ], lines };
	};
	const patience = new Promise<void>( ( resolve ) => {
		setTimeout( resolve, PATIENCE );
	} );
	return {
		words: {
			parts,
			text: ( key, ...parameters ) => plainText( parts( key, ...parameters ) ),
			time: ( iso ) => timeText( iso, locale.value ),
			moment: ( iso ) => timeText( iso, sentences.value, { month: 'long', day: 'numeric' } ),
			span: ( seconds ) => spanText( seconds, sentences.value ),
			ago: ( seconds ) => agoText( seconds, sentences.value )
		},
		ready: Promise.race( [ learn( language ), patience ] ),
		expectPart: ( name ) => void learn( `${ language }-${ name }` ),
		addEnglish: ( more ) => void Object.assign( known, more ),
		readGuidance
	};
}

// MediaWiki has codes that Intl does not know (`bar`) and codes that it throws at (`zh-classical`).
function asLocale( language: string ): string {
	try {
		return Intl.PluralRules.supportedLocalesOf( language )[ 0 ] || 'en';
	} catch ( error ) {
		return 'en';
	}
}

export const wordsKey: InjectionKey<Words> = Symbol( 'words' );

export function useWords(): Words {
	const words = inject( wordsKey );
	if ( !words ) {
		throw new Error( 'no words provided' );
	}
	return words;
}
