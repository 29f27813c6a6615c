import {expect, test} from 'vitest';
import {createTimestamps} from '../../../source/text/timestamp.ts';
import {deploymentLines} from '../../../source/ui/deployment/deployment-lines.ts';
import {type Setting} from '../../../source/ui/look/setting.ts';
import {createTheme} from '../../../source/ui/look/theme.ts';
import {startExplorer} from '../../helpers/explorer.ts';
import {until} from '../../helpers/until.ts';

const setting: Setting = {
	deploymentId: 'storefront',
	isSimulated: false,
	invocation: {now: [], later: []},
	timestamps: createTimestamps('utc'),
	timeZone: 'utc',
	theme: createTheme({hasColors: false}),
	readTarget: () => undefined,
	now: () => 0,
};

test('a server that does not answer in time is said in the pane', async () => {
	await using explorer = await startExplorer({
		timeouts: {headers: 50},
		faults: [{kind: 'silence', route: 'details'}],
	});
	await until(() => {
		const lines = deploymentLines(explorer.store.get(), setting, {
			width: 60,
			height: 6,
		});
		expect(lines.join(' ').replaceAll(/\s+/gv, ' ')).toMatch(
			/did not answer in time\..*Try again/v,
		);
	});
});
