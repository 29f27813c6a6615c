import {markKeys} from '../take/mark-keys.ts';
import {takeKeys} from '../take/take-keys.ts';
import {type View} from '../view/view.ts';
import {entryKeys} from './entry-keys.ts';
import {filterKeys} from './filter-keys.ts';
import {createLogRows} from './log-rows.ts';
import {logsTitle} from './logs-title.ts';
import {moveKeys} from './move-keys.ts';
import {readKeys} from './read-keys.ts';

/** The app logs, past and live. */
export const logsView: View = {
	place: 'pane',
	keys: [
		...filterKeys,
		...moveKeys,
		...readKeys,
		...entryKeys,
		...markKeys,
		...takeKeys,
	],
	title: logsTitle,
	list: {
		createRows: createLogRows,
		changesWith: 'entries',
		scroll: (_state, by) => [{kind: 'scroll', by}],
	},
};
