import {type View} from '../view/view.ts';
import {buildKeys, lackedByBuild, moveBuild} from './build-keys.ts';
import {buildTitle} from './build-pane.tsx';
import {createBuildRows} from './build-rows.ts';

/** The build log. */
export const buildView: View = {
	place: 'pane',
	keys: buildKeys,
	lacks: lackedByBuild,
	title: ({state}, setting) => buildTitle(state, setting),
	list: {
		createRows: createBuildRows,
		changesWith: 'keys',
		scroll: moveBuild,
	},
};
