import {expect, test} from 'vitest';
import {toSetting} from '../../../source/commands/explore/setting.ts';
import {createFeed} from '../../../source/feeds/create-feed.ts';
import {createTheme} from '../../../source/ui/look/theme.ts';

const apiUrl = new URL('http://localhost/v1');

/** How another deplog shows the same, of files that are open. */
function invocationOf(...files: readonly string[]) {
	return toSetting({
		deploymentId: 'app.log',
		flags: [],
		isSimulated: false,
		feed: createFeed({apiUrl, deploymentId: 'app.log'}),
		wordsOf: () => ['deplog', 'open', ...files],
		timeZone: 'utc',
		theme: createTheme({hasColors: false}),
	}).invocation;
}

test('files are opened again by their names, and standard input never', () => {
	const words = ['deplog', 'open', 'logs/app.log'];
	expect(invocationOf('logs/app.log')).toEqual({now: words, later: words});
	expect(invocationOf('-')).toEqual({now: [], later: []});
});
