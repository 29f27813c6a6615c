import {expect, test} from 'vitest';
import {createQuery} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {stateWord} from '../../../source/ui/frame/state-word.ts';
import {
	ask,
	cut,
	noon,
	opened,
	refused,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';

const shown = (actions: readonly Action[], until?: number) => {
	const {word, more, reason} = stateWord(
		stateAfter(actions, {
			query: createQuery({range: until === undefined ? {} : {until}}),
		}).logs,
		noon,
	);
	return [word, ...more, ...(reason === undefined ? [] : [reason])].join(' | ');
};

const retrying: Action = {kind: 'live-retrying'};

test.each<[string, readonly Action[], string]>([
	['at the start', [], '◌ CONNECTING'],
	['while it streams', [opened], '● LIVE'],
	[
		'between two tries',
		[opened, cut],
		'◌ RECONNECTING | attempt 3 | in 4 s | The connection broke.',
	],
	['while it is tried', [opened, cut, retrying], '◌ RECONNECTING | attempt 3'],
	[
		'after R while it was lost',
		[opened, cut, {kind: 'live-dropped'}],
		'◌ RECONNECTING | attempt 1',
	],
	[
		'after a refusal',
		[opened, refused],
		'✗ OFFLINE | R tries again | The token may not read this deployment (403).',
	],
	[
		'after another filter, though a new stream is opened',
		[opened, ask({levels: ['error']}), {kind: 'ask'}],
		'● LIVE',
	],
	[
		'after another filter before there was a stream',
		[ask({levels: ['error']}), {kind: 'ask'}],
		'◌ CONNECTING',
	],
])('the stream is told %s', (_, actions, words) => {
	expect(shown(actions)).toBe(words);
});

test('a range with an end is past, whatever was before', () => {
	expect(shown([], noon + second)).toBe('■ PAST');
});
