// What shows a page's course, and what can still be done about it: everything that is not needed until a page
// is handed in. And what became of earlier ones. The panel loads this file behind its back, on a wiki as a gadget of its own.
import { h } from 'vue';
import english from '../../i18n/en.json';
import type { CoursePlace, PartModule } from '../panel/parts.ts';
import OpenPages from './components/OpenPages.vue';
import OwnPages from './components/OwnPages.vue';
import PageProgress from './components/PageProgress.vue';
import { followPage } from './followPage.ts';
import { useOwnPages } from './useOwnPages.ts';
import { usePageActions } from './usePageActions.ts';

const course: PartModule<CoursePlace> = {
	create: ( { api, page, session, draft } ) => {
		const actions = usePageActions( api, page, session, draft );
		followPage( api, page, session );
		const own = useOwnPages( api, page, session, draft );
		return { english, components: { OpenPages, OwnPages: () => h( OwnPages, { own } ), PageProgress }, props: { actions } };
	}
};

export default course;
