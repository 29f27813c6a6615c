/* eslint-disable no-await-in-loop -- One key is pressed after the other. */

import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {loadFuzzySearch} from '../source/ui/look/fuzzy-search.ts';
import {findUnsafe} from './helpers/find-unsafe.ts';
import {payloads} from './helpers/payloads.ts';
import {arrive, noon, opened, stateAfter} from './helpers/state-after.ts';
import {openWholeUi} from './helpers/whole-ui.ts';

beforeEach(async () => {
	await loadFuzzySearch();
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

test.each([
	[160, 45],
	[80, 24],
])(
	'at %i × %i no byte of any field drives the terminal',
	{timeout: 120_000},
	async (columns, rows) => {
		const ui = await openWholeUi(stateAfter([opened], {columns, rows}), {
			now: () => noon,
		});
		const audit = (what: string) => {
			expect(findUnsafe(ui.take()), what).toBeUndefined();
		};

		audit('the first frame');
		for (let index = 0; index < payloads.length; index += 7) {
			const payload = payloads.slice(index, index + 7).join(' ');
			await ui.dispatch({
				kind: 'details-loaded',
				deployment: {
					id: `id ${payload}`,
					projectId: `project ${payload}`,
					status: {kind: 'unknown', name: `status ${payload}`},
					domains: [`domain ${payload}`, payload],
					databases: {[`name ${payload}`]: `database ${payload}`},
					createdAt: noon,
					description: `description ${payload}`,
				},
			});
			audit(`details ${JSON.stringify(payload)}`);
			await ui.dispatch({
				kind: 'details-failed',
				failure: {message: `It failed. ${payload}`, isRefusal: false},
			});
			audit(`a failure ${JSON.stringify(payload)}`);
		}

		await ui.dispatch({
			kind: 'build-lines',
			fromIndex: 0,
			malformedCount: 0,
			entries: payloads.map((payload) => ({
				level: `level ${payload}`,
				message: `line ${payload} end`,
			})),
		});
		audit('the build log');
		await ui.dispatch(
			arrive(
				payloads.map((payload) => ({
					level: payload,
					region: payload,
					message: `${payload}\nbefore ${payload} behind\n{"a": "${payload}"} b=${payload}\n`,
				})),
			),
		);
		audit('entries as they come');
		// Each entry in its row and in full, with its fields and its neighbours.
		await ui.press('\r');
		for (let index = 0; index < payloads.length; index++) {
			await ui.press('k');
			audit(`entry ${index} from the end`);
		}

		for (const key of ['\t', '\u001B[6~', 'q']) {
			await ui.press(key);
			audit(`after ${JSON.stringify(key)} in an entry`);
		}

		for (const keys of [
			'v',
			'v',
			'u',
			'u',
			'l',
			'l',
			'h',
			'T',
			'T',
			'T',
			'z',
			'z',
			'2',
			'\u001B[6~',
			'z',
			'\r',
			'q',
			'1',
			'z',
			'z',
			'4',
			'3',
			'p',
			'j',
			'\r',
			'q',
			'r',
			'j',
			' ',
			'\r',
			':',
			'q',
			'\u001B',
			'?',
			'q',
			'm',
			'V',
			'j',
			'\u001B',
			'@',
			'\u001B',
			'#',
			'q',
		]) {
			await ui.press(keys);
			audit(`after ${JSON.stringify(keys)}`);
		}

		for (const payload of payloads.filter((_, index) => index % 12 === 0)) {
			await ui.press(`/x${payload.replaceAll(/[\p{Cc}]/gv, '')}`);
			await ui.press('\r');
			audit(`a text that was typed ${JSON.stringify(payload)}`);
			await ui.press('x');
		}

		await ui.dispatch({kind: 'notice', text: payloads.join(' ')});
		audit('a notice');
		ui.close();
	},
);

test('what keys give to a clipboard, or show bare, drives nothing', async () => {
	const copied: string[] = [];
	const bare: string[] = [];
	const ui = await openWholeUi(stateAfter([opened], {columns: 80, rows: 24}), {
		now: () => noon,
		outside: {
			async copy(text) {
				copied.push(text);
				return {words: '', short: ''};
			},
			async showBare(text) {
				bare.push(text);
			},
		},
	});
	await ui.dispatch(
		arrive(
			payloads.map((payload) => ({
				level: payload,
				region: payload,
				message: `${payload}\nbefore ${payload} behind`,
			})),
		),
	);
	for (const key of payloads.flatMap(() => ['k', 'y', 'Y', 'P'])) {
		await ui.press(key);
	}

	ui.close();
	expect(copied).toHaveLength(2 * payloads.length);
	expect(bare).toHaveLength(payloads.length);
	for (const text of copied) {
		expect(text).not.toMatch(/[\p{Cc}--[\n\t]]/v);
	}

	for (const text of bare) {
		expect(findUnsafe(text)).toBeUndefined();
	}
});
