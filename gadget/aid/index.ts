// What helps writing a page: what is going on now, what goes along, what had better stay out. The panel loads this
// file behind its back, on a wiki as a gadget of its own; nobody is kept from paging because it did not come.
import english from '../../i18n/en.json';
import type { AidPlace, PartModule } from '../panel/parts.ts';
import Before from './components/BeforeWriting.vue';
import Below from './components/BelowFields.vue';
import Beside from './components/BesideField.vue';
import Checked from './components/CheckedPage.vue';
import OpenIncidents from './components/OpenIncidents.vue';
import { useSince } from './useSince.ts';
import { useSituation } from './useSituation.ts';
import { useWikis } from './useWikis.ts';

const aid: PartModule<AidPlace> = {
	create: ( { api, host, draft, page } ) => {
		const situation = useSituation( api );
		const wikis = useWikis( api );
		const since = useSince( host, draft, page );
		return { english, components: { Before, Beside, Below, Checked, OpenIncidents }, props: { aid: { situation, wikis, since } } };
	}
};

export default aid;
