// What shows a page's course, and what can still be done about it: everything that is not needed until a page
// is handed in. The panel loads this file behind its back, on a wiki as a gadget of its own.
import english from '../../i18n/en.json';
import type { CoursePlace, PartModule } from '../panel/parts.ts';
import OpenPages from './components/OpenPages.vue';
import PageProgress from './components/PageProgress.vue';
import { followPage } from './followPage.ts';
import { usePageActions } from './usePageActions.ts';

const course: PartModule<CoursePlace> = {
	create: ( { api, page, session, draft } ) => {
		const actions = usePageActions( api, page, session, draft );
		followPage( api, page, session );
		return { english, components: { OpenPages, PageProgress }, props: { actions } };
	}
};

export default course;
