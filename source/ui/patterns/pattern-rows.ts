import {type PatternList} from '../../store/patterns/pattern-list.ts';
import {faceRow} from '../look/face-row.ts';
import {type Setting} from '../look/setting.ts';
import {shownSetting} from '../look/shown-setting.ts';
import {type Snapshot} from '../frame/snapshot.ts';
import {type Snapshots} from '../frame/snapshots.ts';
import {type RowSource} from '../look/surface.ts';
import {headingRow, patternRow} from './pattern-row.ts';
import {type PatternLook, patternLook} from './pattern-look.ts';
import {type PatternViewport, patternViewport} from './pattern-viewport.ts';
import {patternsFace} from './patterns-face.ts';

/** The rows of the patterns, past React: as of the last snapshot, so that counts that grow are written twice a second at most. */
export function createPatternRows(
	snapshots: Pick<Snapshots, 'get'>,
	setting: Setting,
): RowSource {
	let drawnFrom: Snapshot | undefined;
	let viewport: PatternViewport | undefined;
	let look: PatternLook | undefined;

	const begin = (snapshot: Snapshot, list: PatternList, width: number) => {
		drawnFrom = snapshot;
		viewport = patternViewport(list, snapshot.state);
		look = patternLook(
			snapshot.state,
			{list, shown: viewport.shown, width},
			shownSetting(setting, snapshot.state),
		);
	};

	return {
		row(index, width) {
			const snapshot = snapshots.get();
			const {patterns, state} = snapshot;
			if (patterns === undefined) {
				return '';
			}

			if (snapshot !== drawnFrom || look?.width !== width) {
				begin(snapshot, patterns, width);
			}

			if (viewport === undefined || look === undefined) {
				return '';
			}

			if (viewport.shown.length === 0) {
				return faceRow(
					patternsFace(patterns, state),
					index,
					{width, height: viewport.height + 1},
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
	};
}
