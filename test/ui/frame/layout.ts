import {expect, test} from 'vitest';
import {
	layout,
	type LayoutInput,
	layoutOf,
} from '../../../source/ui/frame/layout.ts';
import {arrive, noon, opened, stateAfter} from '../../helpers/state-after.ts';

const settled: LayoutInput = {
	columns: 160,
	rows: 45,
	focus: 'logs',
	isZoomed: false,
	isHistogram: false,
	isBuilding: false,
	hasSucceeded: true,
	hasFirstErrorLine: false,
	hasDetail: false,
	isBuildFirst: false,
	hasBuildLog: true,
	openPaneHeight: 8,
	dockHeight: 0,
};

/** What is on the screen from top to bottom, with the first row of each. */
function rowsOf(input: Partial<LayoutInput>) {
	const found = layout({...settled, ...input});
	if (found.kind === 'too-small') {
		return 'too small';
	}

	const {header, deployment, build, main, dock, footer} = found;
	const pane = (given: typeof deployment) =>
		given === undefined
			? ''
			: `${given.rectangle.y}${given.isFolded ? ' folded' : `+${given.rectangle.height}`}`;
	return {
		header: header.y,
		deployment: pane(deployment),
		build: pane(build),
		[main.kind]: `${main.list.y}+${main.list.height}`,
		...(dock !== undefined && {dock: dock.y}),
		footer: footer.y,
	};
}

test('a large terminal shows both upper panes side by side', () => {
	expect(rowsOf({})).toEqual({
		header: 0,
		deployment: '1+8',
		build: '1+8',
		logs: '10+32',
		footer: 44,
	});
});

test('on a small terminal a deployment that works leaves all rows to the list', () => {
	expect(rowsOf({columns: 80, rows: 24})).toEqual({
		header: 0,
		deployment: '',
		build: '',
		logs: '2+20',
		footer: 23,
	});
});

test('what is focused opens', () => {
	expect(rowsOf({columns: 80, rows: 24, focus: 'build'})).toMatchObject({
		deployment: '',
		build: '1+7',
		logs: '9+13',
	});
});

test('a deployment that failed, or is not known yet, keeps its lines', () => {
	expect(rowsOf({columns: 80, rows: 24, hasSucceeded: false})).toMatchObject({
		deployment: '1 folded',
		build: '2 folded',
		logs: '4+18',
	});
});

test('while a build runs and no entry has come, its log has the place of the list', () => {
	expect(
		rowsOf({
			columns: 80,
			rows: 24,
			isBuilding: true,
			hasSucceeded: false,
			isBuildFirst: true,
		}),
	).toEqual({
		header: 0,
		deployment: '1+7',
		build: '9+14',
		footer: 23,
	});
});

test('a prompt shrinks the list, help and zoom take all of it', () => {
	expect(rowsOf({columns: 80, rows: 24, dockHeight: 2})).toMatchObject({
		logs: '2+18',
		dock: 21,
	});
	expect(rowsOf({cover: 'help'})).toMatchObject({build: '', help: '2+42'});
	expect(rowsOf({isZoomed: true, focus: 'deployment'})).toMatchObject({
		deployment: '2+42',
	});
});

test('below 16 rows there are header, list and footer; below 40 × 8 a sentence', () => {
	expect(rowsOf({columns: 44, rows: 10, hasSucceeded: false})).toEqual({
		header: 0,
		deployment: '',
		build: '',
		logs: '2+7',
		footer: 9,
	});
	expect(rowsOf({columns: 39})).toBe('too small');
	expect(rowsOf({rows: 7})).toBe('too small');
});

test('nothing moves when the first error comes: its line is there from the start', () => {
	const error = arrive([{}, {level: 'error', message: 'timeout'}, {}]);
	for (const [columns, rows] of [
		[160, 45],
		[80, 24],
		[60, 16],
		[60, 15],
	] as const) {
		const size = {columns, rows};
		const before = [opened, arrive([{}])] as const;
		const found = stateAfter(
			[...before, {kind: 'first-error-told', entry: errorEntry}, error],
			size,
		);
		expect(layoutOf(found)).toEqual(layoutOf(stateAfter(before, size)));
	}
});

const errorEntry = {
	time: noon,
	level: 'error',
	region: '',
	message: 'timeout',
};
