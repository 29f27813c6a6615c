import {expect, test} from 'vitest';
import {update} from '../../../source/store/update.ts';
import {type State} from '../../../source/store/state.ts';
import {entryLook, entryRows} from '../../../source/ui/entry/entry-rows.ts';
import {scrollRight} from '../../../source/ui/app-logs/move-keys.ts';
import {arrive, noon, opened, stateAfter} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const setting = settingAt(() => noon);

/** Presses → until it does nothing more. */
function scrollToEnd(message: string): State {
	let state = stateAfter([opened, arrive([{message: 'short'}, {message}])], {
		columns: 80,
		rows: 24,
	});
	for (let press = 0; press < 500; press++) {
		const [command] = scrollRight(state, setting, 20);
		if (command?.kind !== 'shift') {
			expect(JSON.stringify(command)).toMatch('ends here');
			return state;
		}

		state = update(state, command);
	}

	throw new Error('It never ended.');
}

test('sideways scrolling stops at the end of the longest row in view', () => {
	const message = `${'x'.repeat(200)} end`;
	const state = scrollToEnd(message);
	const entry = {time: noon, level: 'info', region: '', message};
	const [row] = entryRows(entry, entryLook(state, setting, 80));
	expect(row).toMatch(/x end/v);
	// Cut at the left alone.
	expect(row).toMatch(/ …x/v);
	expect(row).not.toMatch(/…(?! *x)/v);
	expect(state.screen.shift).toBe(136);
});

test('where all rows are seen there is nothing to scroll to', () => {
	expect(scrollToEnd('short, too').screen.shift).toBe(0);
});
