// @vitest-environment node
// Promises of what makes the scripts lighter: what they do stays the same.
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { localNames } from '../../../gadget/build/localNames.ts';
import namelessComponents from '../../../gadget/build/namelessComponents.ts';
import pureComponents from '../../../gadget/build/pureComponents.ts';

describe( 'namelessComponents', () => {
	it( 'takes away names, and what makes an object of an object', () => {
		expect( namelessComponents( 'const a = /* @__PURE__ */ _defineComponent({ __name: "A",setup() {} });' ) ).toBe( 'const a = ({ setup() {} });' );
	} );

	it( 'asks no import and no part of the panel whether it is a ref, and everything else', () => {
		const source = [
			'import Say from "./Say.vue";', 'import { unref as _unref, h } from "vue";',
			'const { host, draft: holder, session: { sender } } = usePanel();', 'const left = useCountdown();'
		].join( '\n' );
		expect( namelessComponents( `${ source }\n_unref(Say) _unref(h) _unref(host) _unref(holder) _unref(sender) _unref(left)` ) )
			.toBe( `${ source }\nSay h host holder _unref(sender) _unref(left)` );
	} );
} );

describe( 'localNames', () => {
	it( 'takes each name out of an external once, and leaves others’ names alone', () => {
		const vue = 'external_vue_namespaceObject';
		const source = `const ${ vue } = mw.loader.require( "vue" );\nconst other = { h: 1 };\n(0,${ vue }.h)( other.h, ${ vue }.Text, (0,${ vue }.h)() );`;
		const shortened = localNames( source );
		expect( shortened.split( vue ).length ).toBeLessThan( 9 );
		const asked: string[] = [];
		const mw = { loader: { require: () => ( { h: ( ...given: unknown[] ) => asked.push( String( given ) ), Text: 'text' } ) } };
		runInNewContext( shortened, { mw } );
		expect( asked ).toEqual( [ '', '1,text,1' ] );
	} );

	it( 'leaves a script without externals as it is', () => {
		expect( localNames( 'const a = (0,b.c)();' ) ).toBe( 'const a = (0,b.c)();' );
	} );
} );

describe( 'pureComponents', () => {
	it( 'says of each component that making it does nothing else', () => {
		expect( pureComponents( 'const a = defineComponent({});\nconst b = f(defineComponent);' ) )
			.toBe( 'const a = /*#__PURE__*/ defineComponent({});\nconst b = f(defineComponent);' );
	} );
} );
