// People whose panel is examined: at a wiki that shows day and night as their system has it, and as far with
// their page as a test wants them.
import { expectAccessible } from './accessible.ts';
import type { Company, Somebody } from './somebody.ts';

export interface Examined {
	meet( name?: string ): Promise<Somebody>;
	/** Signed in, and everything filled in. */
	writing( name?: string ): Promise<Somebody>;
	reviewing( name?: string ): Promise<Somebody>;
	/** Waits for these words in the panel, and examines it. */
	expectClean( somebody: Somebody, words: string | RegExp, where: string ): Promise<void>;
}

export function createExamined( company: Company ): Examined {
	const examined: Examined = {
		async meet( name = 'Steward Foo' ) {
			const somebody = await company.meet( name );
			await somebody.panel.standOn( 'Main_Page', name, '?vectornightmode=2' );
			return somebody;
		},
		async writing( name ) {
			const somebody = await examined.meet( name );
			await somebody.panel.open();
			await somebody.panel.signIn();
			await somebody.panel.write();
			return somebody;
		},
		async reviewing( name ) {
			const somebody = await examined.writing( name );
			await somebody.panel.review();
			return somebody;
		},
		async expectClean( { visitor: { tab }, panel }, words, where ) {
			await panel.says( words );
			await expectAccessible( tab, where );
		}
	};
	return examined;
}
