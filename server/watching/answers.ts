// Measures how long pages wait for a person, wherever they are answered: at a provider or on our own site. It
// stands around the stores, so that the domain need not think of it.
import type { CourseStore, IncidentStore, PageStore } from '../pages/ports.ts';

export interface AnswersDeps {
	pages: Pick<PageStore, 'find' | 'eventsAfter'>;
	onAnswered: ( seconds: number ) => void;
}

export interface Answers {
	around( stores: { incidents: IncidentStore; course: CourseStore } ): { incidents: IncidentStore; course: CourseStore };
}

export function createAnswers( { pages, onAnswered }: AnswersDeps ): Answers {
	/** Only the first answer counts: who opens an incident again starts no new page. */
	async function measure( pageId: string ): Promise<void> {
		const page = await pages.find( pageId );
		const answers = ( await pages.eventsAfter( pageId, 0 ) ).filter( ( { kind } ) => kind === 'acknowledged' || kind === 'resolved' );
		if ( page?.kind === 'page' && answers.length === 1 ) {
			onAnswered( ( Date.parse( answers[ 0 ]!.at ) - page.acceptedAt ) / 1000 );
		}
	}
	/** A figure that cannot be read is not worth the failure of what it measures. */
	const measureQuietly = ( pageId: string ): Promise<void> => measure( pageId ).catch( () => undefined );

	return {
		around: ( { incidents, course } ) => ( {
			incidents: {
				...incidents,
				async recordObservation( watched, observation, events, now ) {
					const recorded = await incidents.recordObservation( watched, observation, events, now );
					if ( recorded && watched.phase === 'triggered' && observation.phase !== 'triggered' ) {
						await measureQuietly( watched.pageId );
					}
					return recorded;
				}
			},
			course: {
				...course,
				async answer( pageId, ...rest ) {
					await course.answer( pageId, ...rest );
					await measureQuietly( pageId );
				}
			}
		} )
	};
}
