import {type PatternList} from '../../store/patterns/pattern-list.ts';
import {faceRow} from '../look/face-row.ts';
import {shownSetting} from '../look/setting.ts';
import {type Snapshot} from '../view/snapshot.ts';
import {type ListOfView} from '../view/view.ts';
import {headingRow, patternRow} from './pattern-row.ts';
import {type PatternLook, patternLook} from './pattern-look.ts';
import {type PatternViewport, patternViewport} from './pattern-viewport.ts';
import {patternsFace} from './patterns-face.ts';

/** The rows of the patterns, past React: as of the last snapshot, so that counts that grow are written twice a second at most. */
export const createPatternRows: ListOfView['createRows'] = ({
	snapshot: getSnapshot,
	setting,
}) => {
	let drawnFrom: Snapshot | undefined;
	let viewport: PatternViewport | undefined;
	let look: PatternLook | undefined;

	const begin = (
		snapshot: Snapshot,
		list: PatternList,
		{width, height}: {readonly width: number; readonly height: number},
	) => {
		drawnFrom = snapshot;
		viewport = patternViewport(list, snapshot.state, height);
		look = patternLook(
			snapshot.state,
			{list, shown: viewport.shown, width},
			shownSetting(setting, snapshot.state),
		);
	};

	return {
		row(index, width, height) {
			const snapshot = getSnapshot();
			const {patterns, state} = snapshot;
			if (patterns === undefined) {
				return '';
			}

			if (index === 0 || snapshot !== drawnFrom || look?.width !== width) {
				begin(snapshot, patterns, {width, height});
			}

			if (viewport === undefined || look === undefined) {
				return '';
			}

			if (viewport.shown.length === 0) {
				return faceRow(
					patternsFace(patterns, state),
					index,
					{width, height},
					setting.theme,
				);
			}

			const pattern = viewport.shown[index - 1];
			if (index === 0) {
				return headingRow(look);
			}

			return pattern === undefined
				? ''
				: patternRow(
						pattern,
						viewport.top + index - 1 === viewport.selected,
						look,
					);
		},
		click(index) {
			const [group] = viewport?.shown[index - 1]?.groups ?? [];
			return group === undefined
				? []
				: [{kind: 'pattern-select', group, row: index - 1}];
		},
	};
};
