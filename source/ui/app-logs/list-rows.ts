import {type Store} from '../../store/create-store.ts';
import {type Measures, type RowLook} from '../../store/logs.ts';
import {type State} from '../../store/state.ts';
import {createTimestamps, type Timestamps} from '../../text/timestamp.ts';
import {messageWidth} from '../entry/entry-look.ts';
import {messageRows} from '../entry/entry-rows.ts';
import {type Setting} from '../look/setting.ts';
import {bareTheme} from '../look/theme.ts';

/** Measures entries as they are drawn. */
export function createMeasures(): Measures {
	const zones = new Map<string, Timestamps>();
	return {
		// Colours take no cells.
		countRows: (message, {width, isWrapped, isUnfolded}) =>
			messageRows(
				message,
				{width, isWrapped, shift: 0, match: [], theme: bareTheme},
				isUnfolded,
			).length,
		startOfDay(time, zone) {
			const known = zones.get(zone) ?? createTimestamps(zone);
			zones.set(zone, known);
			return known.startOfDay(time);
		},
	};
}

/** Keeps the store told of how entries are laid out, and in which zone days begin; returns how to stop that. */
export function settleListRows(store: Store, setting: Setting): () => void {
	return store.settle((state) => {
		const {logs} = state;
		const rowLook = rowLookOf(state, setting);
		const dayZone = dayZoneOf(state, setting);
		return isSame(rowLook, logs.rowLook) && dayZone === logs.dayZone
			? undefined
			: {kind: 'list-rows', rowLook, dayZone};
	});
}

function rowLookOf(state: State, setting: Setting): RowLook | undefined {
	const {unfolded, isWrapped, columns} = state.screen;
	return unfolded.size === 0 && !isWrapped
		? undefined
		: {width: messageWidth(state, setting, columns), isWrapped, unfolded};
}

function isSame(a: RowLook | undefined, b: RowLook | undefined): boolean {
	return (
		a?.width === b?.width &&
		a?.isWrapped === b?.isWrapped &&
		a?.unfolded === b?.unfolded
	);
}

function dayZoneOf({screen}: State, {timeZone}: Setting): string | undefined {
	switch (screen.times) {
		case 'deployment': {
			return undefined;
		}

		case 'utc': {
			return 'utc';
		}

		case 'zone': {
			return timeZone;
		}
	}
}
