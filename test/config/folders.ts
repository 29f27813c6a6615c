import {homedir} from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {userFolder} from '../../source/config/folders.ts';

it('files of deplog’s own are where the environment says, else where they are by custom', () => {
	expect(
		userFolder(
			'XDG_CACHE_HOME',
			Object.fromEntries([['XDG_CACHE_HOME', '/cache']]),
		),
	).toBe(path.join('/cache', 'deplog'));
	for (const folder of [undefined, '', 'cache']) {
		const environment = Object.fromEntries([
			['XDG_CACHE_HOME', folder],
			['XDG_STATE_HOME', folder],
		]);
		expect(userFolder('XDG_CACHE_HOME', environment)).toBe(
			path.join(homedir(), '.cache', 'deplog'),
		);
		expect(userFolder('XDG_STATE_HOME', environment)).toBe(
			path.join(homedir(), '.local', 'state', 'deplog'),
		);
	}
});
