import {expect, test, it} from 'vitest';
import {
	createBuildRows,
	stageLine,
} from '../../../source/ui/build-log/build-rows.ts';
import {createTheme} from '../../../source/ui/look/theme.ts';
import {findBuildEnd, findBuildError} from '../../../source/log/build-error.ts';
import {
	type Deployment,
	type Stage,
	type StageStatus,
} from '../../../source/log/deployment.ts';
import {noon, stateAfter, second} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

test('the text of an error is red, of a warning yellow, where it brings no colours of its own', () => {
	const state = stateAfter([
		{
			kind: 'build-lines',
			fromIndex: 0,
			entries: [
				{level: 'info', message: 'plain'},
				{level: 'warn', message: 'old'},
				{level: 'error', message: 'broken'},
				{level: 'error', message: '\u001B[32mgreen\u001B[39m'},
			],
			malformedCount: 0,
		},
	]);
	const theme = createTheme({hasColors: true});
	const rows = createBuildRows({
		get: () => state,
		snapshot() {
			throw new Error('Rows of the build log need none.');
		},
		setting: {...settingAt(() => noon), theme},
	});
	const shown = Array.from({length: 10}, (_, index) => rows.row(index, 60, 10));
	const rowOf = (text: string) => shown.find((row) => row.includes(text));
	expect(rowOf('plain')).not.toContain('\u001B[33mplain');
	expect(rowOf('old')).toContain(theme.paint('warningText', 'old'));
	expect(rowOf('broken')).toContain(theme.paint('errorText', 'broken'));
	expect(rowOf('green')).toContain('\u001B[32mgreen');
});

const theme = createTheme({hasColors: false});

const stage = (
	name: string,
	status: StageStatus,
	given: Partial<Stage> = {},
): Stage => ({name, status, ...given});

const lasting = (seconds: number) => ({
	start: second,
	end: second * (1 + seconds),
});

const built = (stages: readonly Stage[], given: Partial<Deployment> = {}) => ({
	id: 'r9k2',
	projectId: 'shop',
	status: {kind: 'building'} as const,
	domains: [],
	databases: {},
	stages,
	...given,
});

const running = built([
	stage('queued', 'succeeded', lasting(0.3)),
	stage('preparing', 'succeeded', lasting(1.2)),
	stage('installing', 'succeeded', {...lasting(3.4), command: 'npm ci'}),
	stage('building', 'running', {start: second, command: 'npm run build'}),
	stage('deploying', 'pending'),
]);

it.each([
	[
		100,
		'✓ preparing 1.2 s  ✓ installing 3.4 s  ◐ building npm run build  · deploying',
	],
	[66, '✓ preparing 1.2 s  ✓ installing 3.4 s  ◐ building  · deploying'],
	[50, '✓ preparing  ✓ installing  ◐ building  · deploying'],
	[38, '◐ building'],
])('on %i cells the stages are %s', (width, line) => {
	// Bold and dim stay without colours.
	expect(stageLine(running, width, {...theme, paint: (_, text) => text})).toBe(
		line,
	);
});

it.each([
	['failed', 'failed', '✗ building 2.0 s npm run build'],
	['cancelled', 'cancelled', '✗ building cancelled 2.0 s npm run build'],
	['timed-out', 'timed-out', '✗ building timed out 2.0 s npm run build'],
] as const)('a stage that is %s says so', (status, kind, words) => {
	const line = stageLine(
		built(
			[
				stage('preparing', 'succeeded', lasting(1)),
				stage('building', status, {...lasting(2), command: 'npm run build'}),
				stage('deploying', 'skipped'),
			],
			{status: {kind}},
		),
		120,
		{...theme, paint: (_, text) => text},
	);
	expect(line).toBe(`✓ preparing 1.0 s  ${words}  – deploying`);
});

it('a revision that was built and does not start tells why, at every step of its deploy', () => {
	const line = stageLine(
		built(
			[
				stage('building', 'succeeded', lasting(2)),
				stage('deploying', 'failed', {
					...lasting(1),
					steps: [stage('database', 'skipped'), stage('warmup', 'failed')],
				}),
			],
			{
				status: {kind: 'failed'},
				failure: {
					stage: 'warmup',
					code: 'boot_failed',
					message: 'Cannot find module\u001B[2J "x"',
				},
			},
		),
		120,
		{...theme, paint: (_, text) => text},
	);
	expect(line).toMatch(
		/✗ deploying warmup 1\.0 s {2}warmup · boot_failed · Cannot find module.* "x"$/v,
	);
	expect(line).not.toContain('\u001B');
});

it('a locked timeline is said while routing waits for it', () => {
	expect(
		stageLine(
			built([
				stage('deploying', 'running', {
					steps: [stage('warmup', 'succeeded'), stage('routing', 'blocked')],
				}),
			]),
			100,
			{...theme, paint: (_, text) => text},
		),
	).toBe('◐ deploying routing waits: the timeline is locked');
});

it('a server that tells no stages has no line', () => {
	const {stages, ...without} = running;
	expect(stages).toHaveLength(5);
	expect(stageLine(without, 100, theme)).toBeUndefined();
});

it('the line that says why is one of the stage that failed, or where it ended', () => {
	const lines = [
		{level: 'error', message: 'optional package left out', step: 'installing'},
		{level: 'info', message: 'vite build', step: 'building'},
		{level: 'error', message: 'No such file', step: 'building'},
		{level: 'info', message: 'bye'},
	];
	const failed = built([stage('building', 'failed')], {
		status: {kind: 'failed'},
	});
	expect(findBuildError(failed, lines)).toBe(2);
	expect(findBuildError(built([], {status: {kind: 'failed'}}), lines)).toBe(0);
	expect(findBuildError(running, lines)).toBe(-1);
	const cancelled = built([stage('installing', 'cancelled')], {
		status: {kind: 'cancelled'},
	});
	expect(findBuildEnd(cancelled, lines)).toBe(0);
});
