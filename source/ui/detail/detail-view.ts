import {type View} from '../view/view.ts';
import {detailKeys, scrollDetail} from './detail-keys.ts';
import {createDetailRows} from './detail-rows.ts';

/** An entry, or a line of the build log, in full. */
export const detailView: View = {
	place: 'detail',
	where: 'in the entry',
	keys: detailKeys,
	list: {
		createRows: createDetailRows,
		changesWith: 'entries',
		scroll: scrollDetail,
	},
};
