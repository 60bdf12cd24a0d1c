// The one door by which the other parts take what the panel has already. On a wiki it is the exports of the panel's
// gadget (webpack.config.ts), so that nothing is there twice: one panel, one language, one set of components.
import ActionReport from './components/ActionReport.vue';
import DraftField from './components/DraftField.vue';
import Notice from './components/Notice.vue';
import Say from './components/Say.vue';
import TextButton from './components/TextButton.vue';
import { chatUrl, SRE_CHANNEL } from './chatUrl.ts';
import { checkNote, lengthOf, longest, tidy } from './checkDraft.ts';
import { stateMessages } from './messages.ts';
import { isOver, lastSeq } from './pageView.ts';
import { usePanel } from './panel.ts';
import { useWords } from './words.ts';

export {
	ActionReport, chatUrl, checkNote, DraftField, isOver, lastSeq, lengthOf, longest, Notice, Say, SRE_CHANNEL, stateMessages, TextButton, tidy,
	usePanel, useWords
};
