import {expect, test} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {isAnsweredLocally} from '../../../source/store/wanted/wanted-page.ts';
import {ask, cut, opened, stateAfter} from '../../helpers/state-after.ts';

test('a filter that was changed while another attempt ran, which failed as well, is answered locally until a server was asked', () => {
	const lost: readonly Action[] = [opened, cut, {kind: 'live-retrying'}];
	const changed: readonly Action[] = [ask({levels: ['error']}), {kind: 'ask'}];
	const isLocal = (...actions: readonly Action[]) =>
		isAnsweredLocally(stateAfter(actions).logs.connection);
	expect(isLocal(...lost, ...changed, cut)).toBe(true);
	expect(isLocal(...lost, cut)).toBe(false);
	expect(isLocal(...lost, ...changed, opened, cut)).toBe(false);
});
