import {expect, test} from 'vitest';
import {hasOwnTime} from '../../source/log/entry.ts';
import {type GivenEntry} from '../../source/server/given/given-entry.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {shownEntries, startExplorer} from '../helpers/explorer.ts';
import {until} from '../helpers/until.ts';

function entry(message: string, time = new Date().toISOString()): GivenEntry {
	return {time, level: 'info', region: '', message};
}

test.each(['9999-12-31T23:59:59.000Z', '2101-01-01T00:00:00.000Z'])(
	'an entry that says %s stays where it arrived, through cuts, and hides nothing of what is missed',
	async (impossible) => {
		await using explorer = await startExplorer();
		const {deployment, store, messages} = explorer;
		const isOpen = async () =>
			until(() => {
				const {connection} = store.get().logs;
				expect(connection.kind === 'live' && connection.tail.kind).toMatch(
					/^sett/v,
				);
			});
		await isOpen();
		const logged: string[] = [];
		const log = (message: string, time?: string) => {
			logged.push(message);
			deployment.log(entry(message, time));
		};

		log('first');
		log('impossible', impossible);
		log('second');
		await until(() => {
			expect(messages()).toEqual(logged);
		});
		for (const round of [1, 2]) {
			// eslint-disable-next-line no-await-in-loop -- One cut after the other.
			await explorer.server.disconnect();
			log(`missed ${round}`);
			// eslint-disable-next-line no-await-in-loop -- As above.
			await explorer.server.reconnect();
			// eslint-disable-next-line no-await-in-loop -- As above.
			await until(() => {
				expect(store.get().logs.connection.kind).toBe('live');
			});
			log(`after ${round}`);
			// eslint-disable-next-line no-await-in-loop -- As above.
			await until(() => {
				expect(messages().toSorted()).toEqual(logged.toSorted());
			});
		}

		const {logs} = store.get();
		const marked = shownEntries(logs).filter((one) => !hasOwnTime(one));
		expect(marked.map(({message}) => message)).toEqual(['impossible']);
		expect(logs.buffer.lastTime).toBeLessThan((Date.now() + 60_000) * 1000);
		await until(() => {
			expect(knownGaps(store.get().logs)).toEqual([]);
		});
	},
);
