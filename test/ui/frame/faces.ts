import {expect, it} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {shownPatterns} from '../../../source/store/shown/pattern-list.ts';
import {works} from '../../../source/store/works.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {logsFace} from '../../../source/ui/app-logs/logs-face.ts';
import {buildFace} from '../../../source/ui/build-log/build-rows.ts';
import {foldedBuild} from '../../../source/ui/build-log/build-pane.tsx';
import {deploymentLines} from '../../../source/ui/deployment/deployment-lines.ts';
import {foldedDeployment} from '../../../source/ui/deployment/deployment-pane.tsx';
import {faceRow} from '../../../source/ui/look/line.ts';
import {patternsFace} from '../../../source/ui/patterns/pattern-rows.ts';
import {
	arrive,
	ask,
	noon,
	opened,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const setting = settingAt(() => noon);
const broken = {message: 'The server said 500.', isRefusal: false};
const line: Action = {
	kind: 'build-lines',
	fromIndex: 0,
	entries: [{level: 'info', message: 'Checking types'}],
	malformedCount: 0,
};

it.each<readonly [string, string, readonly Action[]]>([
	['while it is waited for', 'Waiting for the build log …', []],
	[
		'where it is empty',
		'The build log is empty.',
		[{kind: 'build-ended', count: 0}],
	],
	[
		'where nothing in it is like what is searched for',
		'None of 1 line holds "zzz". esc clears the search.',
		[line, {kind: 'build-search', text: 'zzz'}],
	],
	[
		'where it could not be read',
		'The server said 500. deplog keeps trying; R tries at once.',
		[{kind: 'build-failed', failure: broken}],
	],
	[
		'where it may not be read',
		'The server said 500. R tries again.',
		[{kind: 'build-failed', failure: {...broken, isRefusal: true}}],
	],
])('the build log says %s', (_name, words, actions) => {
	expect(buildFace(stateAfter(actions)).lines.join(' ')).toBe(words);
});

it('the patterns say why there is none', () => {
	const words = (actions: readonly Action[]) => {
		const state = stateAfter([
			...actions,
			{kind: 'mode', mode: {kind: 'patterns'}},
		]);
		for (const one of works(state)) {
			one.run(() => true);
		}

		return patternsFace(shownPatterns(state), state).lines.join(' ');
	};

	expect(words([opened])).toContain('nothing to group');
	expect(words([opened, arrive([{}]), ask({levels: ['error']})])).toBe(
		'No entry that is loaded matches errors only. x clears the filter.',
	);
});

it('what two panes fail for is said once', () => {
	const failed = stateAfter([
		{kind: 'details-failed', failure: broken},
		{kind: 'build-failed', failure: {...broken}},
	]);
	expect(buildFace(failed).lines).toEqual([
		'Not loaded, for the same reason as the deployment.',
	]);
	expect(visibleText(foldedBuild(failed, setting, 80))).toContain('not loaded');
	const size = {width: 60, height: 3};
	expect(deploymentLines(failed, setting, size).join('')).toContain('said 500');
	const refusal = {...broken, message: 'No. (request a-1)', isRefusal: true};
	const all = stateAfter([
		{kind: 'details-failed', failure: refusal},
		{
			kind: 'build-failed',
			failure: {...refusal, message: 'No. (request a-2)'},
		},
		{
			kind: 'live-refused',
			failure: {...refusal, message: 'No. (request a-3)'},
		},
	]);
	expect(deploymentLines(all, setting, size).join('')).toContain(
		'Not loaded, for the same reason as the logs.',
	);
	expect(buildFace(all).lines).toEqual([
		'Not loaded, for the same reason as the logs.',
	]);
});

it('a folded pane has its failure on its line', () => {
	const failed = stateAfter([
		{kind: 'details-failed', failure: broken},
		{
			kind: 'build-failed',
			failure: {...broken, message: 'The build log is gone (410).'},
		},
	]);
	expect(visibleText(foldedDeployment(failed, setting, 80))).toContain(
		'1 Deployment  The server said 500.',
	);
	expect(visibleText(foldedBuild(failed, setting, 80))).toMatch(
		/^ 2 Build +The build log is gone \(410\)\. *$/v,
	);
});

it('an error of any length and kind stays in its pane', () => {
	const message = `Broken \u001B[2J\u0007 ${'東京 👩‍👩‍👧 '.repeat(20)} ${'x'.repeat(300)}`;
	const failure = {...broken, message};
	const state = stateAfter([
		{kind: 'details-failed', failure},
		{kind: 'build-failed', failure},
		{kind: 'live-refused', failure},
	]);
	for (const width of [36, 76, 156]) {
		const size = {width, height: 9};
		for (const face of [buildFace(state), logsFace(state.logs, setting)]) {
			for (let index = 0; index < size.height; index++) {
				const row = faceRow(face, index, size, setting.theme);
				expect(widthOf(row)).toBeLessThanOrEqual(width);
				expect(visibleText(row)).not.toMatch(/\p{Cc}/v);
			}
		}

		for (const row of deploymentLines(state, setting, size)) {
			expect(widthOf(row)).toBeLessThanOrEqual(width);
		}

		expect(widthOf(foldedBuild(state, setting, width))).toBe(width);
		expect(widthOf(foldedDeployment(state, setting, width))).toBe(width);
	}
});
