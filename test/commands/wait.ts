import {expect, test} from 'vitest';
import {breakCommands, findCi} from '../../source/commands/wait/reporter.ts';
import {
	type Build,
	followBuild,
} from '../../source/commands/wait/follow-build.ts';
import {watchErrors} from '../../source/commands/wait/watch-errors.ts';
import {systemClock} from '../../source/feeds/clock.ts';
import {createFeed} from '../../source/feeds/create-feed.ts';
import {
	type Deployment,
	type StageStatus,
} from '../../source/log/deployment.ts';
import {type Fault} from '../../source/server/faults/faults.ts';
import {
	createDeployment,
	type GivenDeploymentOptions,
} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {listenHttp} from '../helpers/listen.ts';
import {openReporter, type ReporterOptions} from '../helpers/open-reporter.ts';
import {variables} from '../helpers/variables.ts';

const {signal} = new AbortController();
const surroundings = {clock: systemClock, random: () => 0, signal};

test.each(['v1', 'v2'] as const)(
	'a build is followed to its end over %s, with all of its lines',
	async (version) => {
		const deployment = createDeployment({id: 'shop-1', status: 'pending'});
		await using server = await startServer({deployments: [deployment]});
		deployment.build({level: 'info', message: 'Checking types'});
		const seen: string[] = [];
		const build = await followBuild({
			...surroundings,
			feed: createFeed({
				apiUrl: new URL(version === 'v1' ? server.url : server.v2Url),
				deploymentId: 'shop-1',
				app: deployment.projectId,
			}),
			patience: 10_000,
			onChange({deployment: told, entries}) {
				if (entries.length === 1 && told !== undefined && seen.length === 0) {
					seen.push(told.status.kind);
					deployment.build({level: 'error', message: 'TS2339'});
					deployment.change({status: 'failed'});
				}
			},
		});
		expect(seen).toEqual(['building']);
		expect(build.deployment?.status.kind).toBe('failed');
		expect(build.entries.map(({message}) => message)).toEqual([
			'Checking types',
			'TS2339',
		]);
	},
);

const hour = 3_600_000;
function timeOf(hours: number): string {
	return new Date(Date.now() + hours * hour).toISOString();
}

test('a server that never answers is given up', async () => {
	const deployment = createDeployment({id: 'shop-1'});
	const server = await startServer({deployments: [deployment]});
	await server.close();
	const build = await followBuild({
		...surroundings,
		feed: createFeed({apiUrl: new URL(server.url), deploymentId: 'shop-1'}),
		patience: 100,
		onChange() {
			// What it comes to is looked at.
		},
	});
	expect(build.deployment).toBeUndefined();
	expect(build.failure?.message).toContain('connection was refused');
});

test('a verdict does not wait for a build log that cannot be had', async () => {
	await using server = await listenHttp(({url = ''}, response) => {
		if (url.endsWith('/build_logs')) {
			response.statusCode = 500;
		}

		response.end('{"id":"shop-1","status":"failed"}');
	});
	const build = await followBuild({
		...surroundings,
		feed: createFeed({
			apiUrl: new URL(`${server.origin}/v1`),
			deploymentId: 'shop-1',
		}),
		patience: 100,
		onChange() {
			// What it comes to is looked at.
		},
	});
	expect(build).toMatchObject({
		deployment: {status: {kind: 'failed'}},
		failure: {message: expect.stringContaining('500') as unknown},
	});
});

test.each([
	['v1', {status: 'CANCELED'}, 'cancelled'],
	['v1', {status: 'timed-out'}, 'timed-out'],
	['v1', {status: 'error'}, 'failed'],
	/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
	['v2', {status: 'failed', failure_reason: 'evicted'}, 'failed'],
	['v2', {status: 'superseded', build_finished_at: timeOf(-1)}, 'unknown'],
	['v2', {status: 'building', deleted_at: timeOf(-1)}, 'building'],
	/* eslint-enable @typescript-eslint/naming-convention */
] as const)(
	'a build ends however the server calls that: %s, %j',
	async (version, details, kind) => {
		await using server = await listenHttp(({url = ''}, response) => {
			response.end(
				/\/(?:build_logs|progress)$/v.test(url)
					? ''
					: JSON.stringify({id: 'shop-1', ...details}),
			);
		});
		const build = await followBuild({
			...surroundings,
			feed: createFeed({
				apiUrl: new URL(`${server.origin}/${version}`),
				deploymentId: 'shop-1',
				app: 'shop',
			}),
			patience: 10_000,
			onChange() {
				// What it comes to is looked at.
			},
		});
		expect(build.deployment?.status.kind).toBe(kind);
	},
);

test('a build that is given up is not told as one that has ended', () => {
	const {reporter, text} = openReporter();
	reporter.show(building);
	reporter.end(building);
	expect(text()).toBe('◐ building  shop-1\n');
});

const building: Build = {
	deployment: given({status: {kind: 'building'}}),
	entries: [{level: 'info', message: 'Checking \u001B[2Jtypes\n'}],
};
const failed: Build = {
	deployment: given({status: {kind: 'failed'}}),
	entries: [
		...building.entries,
		{level: 'error', message: '::set-output name=a::b\nat 100%'},
		{level: 'info', message: 'further'},
	],
};

test('on a terminal one line is written again and again, and is gone at the end', () => {
	expect(report({lineWidth: () => 30})).toBe(
		[
			'\r◐ building  shop-1  Checking …\u001B[K',
			'\r\u001B[K',
			'✗ failed  shop-1\n',
			'  error   ::set-output name=a::b\n          at 100%\n',
		].join(''),
	);
});

test('elsewhere each change is a line, said once', () => {
	expect(report({})).toBe(
		'◐ building  shop-1\n✗ failed  shop-1\n  error   ::set-output name=a::b\n          at 100%\n',
	);
});

test('a status that has not changed is not said again below lines of the build', () => {
	const {reporter, text} = openReporter({isTellingLines: true});
	reporter.show(building);
	reporter.tell('');
	reporter.show({
		...building,
		entries: [...building.entries, {level: 'info', message: 'Bundling'}],
	});
	expect(text().match(/◐ building/gv)).toHaveLength(1);
	expect(text()).toContain('Bundling');
});

test('between two stages the one before goes on being told', () => {
	const at = (...stages: ReadonlyArray<readonly [string, StageStatus]>) => ({
		...building,
		deployment: given({
			status: {kind: 'building'},
			stages: stages.map(([name, status]) => ({name, status})),
		}),
	});
	const {reporter, text} = openReporter();
	for (const build of [
		at(['queued', 'running'], ['building', 'pending']),
		at(['queued', 'succeeded'], ['building', 'pending']),
		at(['queued', 'succeeded'], ['building', 'running']),
		at(['queued', 'succeeded'], ['building', 'succeeded']),
	]) {
		reporter.show(build);
	}

	expect(text()).toBe('◐ queued  shop-1\n◐ building  shop-1\n');
});

test('all lines of the build are told when that is asked for', () => {
	expect(report({isTellingLines: true}).split('\n').slice(0, 3)).toEqual([
		'  info    Checking types',
		'◐ building  shop-1',
		'  error   ::set-output name=a::b',
	]);
});

test('GitHub takes no command out of what a server wrote, and shows the errors', () => {
	const text = report({ci: findCi(variables('GITHUB_ACTIONS=true'))});
	const [, word = ''] = /^::stop-commands::([\w\-]{36})\n/v.exec(text) ?? [];
	const [sheltered, after] = text.split(`\n::${word}::\n`);
	expect(sheltered).toContain('::set-output name=a::b');
	expect(after).toBe(
		'::error title=shop-1 ✗ failed::::set-output name=a::b%0Aat 100%25\n',
	);
});

test.each(['TF_BUILD=True', 'TEAMCITY_VERSION=2026.1'])(
	'with %s no command is left in what a server wrote',
	(variable) => {
		expect(findCi(variables(variable))?.kind).toBe('other');
		expect(
			breakCommands(
				'a ##vso[task.complete result=Failed;]b ##TeamCity[buildStop] ##[group] ## #[',
			),
		).toBe(
			'a # #vso[task.complete result=Failed;]b # #TeamCity[buildStop] # #[group] ## #[',
		);
	},
);

test('GitLab folds the lines of the build', () => {
	const text = report({
		ci: findCi(variables('GITLAB_CI=true')),
		isTellingLines: true,
	});
	expect(text).toContain(
		'\u001B[0Ksection_start:7:deplog_build\r\u001B[0KThe build of shop-1\n',
	);
	expect(text.match(/section_end:7:deplog_build/gv)).toHaveLength(1);
	// The verdict is not folded with them.
	expect(text.indexOf('section_end')).toBeLessThan(text.indexOf('✗ failed'));
});

function report(options: ReporterOptions): string {
	const {reporter, text} = openReporter(options);
	reporter.show(building);
	reporter.show(building);
	reporter.end(failed);
	reporter.close();
	return text();
}

test('a status that is not known is told once, with what to do', () => {
	const {reporter, text} = openReporter();
	const build: Build = {
		deployment: given({status: {kind: 'unknown', name: 'hibernated'}}),
		entries: [],
	};
	reporter.show(build);
	reporter.show(build);
	reporter.close();
	expect(text().split('“hibernated”, which deplog does not know')).toHaveLength(
		2,
	);
});

const before: GivenDeploymentOptions = {
	id: 'before',
	createdAt: timeOf(-5),
	entries: [
		{time: timeOf(-4), level: 'error', message: 'card 17 was declined'},
		{time: timeOf(-3), level: 'info', message: 'new trouble'},
	],
};

test('errors that the deployment before has logged are nothing new', async () => {
	await expect(watch(before, ['card 99 was declined'])).resolves.toEqual({
		kind: 'quiet',
		knownCount: 1,
	});
});

test('an error of a new kind ends the watch at once', async () => {
	await expect(
		watch(before, ['card 99 was declined', 'new trouble'], {quiet: 60_000}),
	).resolves.toMatchObject({
		kind: 'new-error',
		entry: {message: 'new trouble'},
	});
});

test('without a deployment before every error is new, and that is said', async () => {
	const notices: string[] = [];
	await expect(
		watch(undefined, ['card 99 was declined'], {quiet: 60_000, notices}),
	).resolves.toMatchObject({kind: 'new-error'});
	expect(notices).toEqual([expect.stringContaining('every error counts')]);
});

test('where the one before cannot be found, every error is new, and that is said', async () => {
	const notices: string[] = [];
	await expect(
		watch(before, ['card 99 was declined'], {
			quiet: 60_000,
			notices,
			fault: {
				kind: 'status',
				status: 404,
				route: 'deployments',
			},
		}),
	).resolves.toMatchObject({kind: 'new-error'});
	expect(notices).toEqual([
		expect.stringMatching(/was not found, so that every error counts as new/v),
	]);
});

test('an error that past logs do not have yet counts', async () => {
	await expect(
		watch(undefined, ['new trouble'], {
			quiet: 1000,
			fault: {
				kind: 'lag',
				milliseconds: 3_600_000,
				times: 100,
				route: 'past',
			},
		}),
	).resolves.toMatchObject({
		kind: 'new-error',
		entry: {message: 'new trouble'},
	});
});

/** Watches a deployment that logs errors once its stream is open. */
async function watch(
	other: GivenDeploymentOptions | undefined,
	messages: readonly string[],
	{
		quiet = 500,
		notices = [],
		fault,
	}: {quiet?: number; notices?: string[]; fault?: Fault} = {},
) {
	const deployment = createDeployment({id: 'shop-1', createdAt: timeOf(-1)});
	await using server = await startServer({
		deployments: [
			deployment,
			...(other === undefined ? [] : [createDeployment(other)]),
		],
	});
	const feed = createFeed({
		apiUrl: new URL(server.url),
		deploymentId: 'shop-1',
	});
	const details = await feed.details({signal}).next();
	if (fault !== undefined) {
		server.faults.add(fault);
	}

	const {value} = details.value ?? expect.unreachable();
	const ending = new AbortController();
	const log = async () => {
		while (server.openLiveCount === 0) {
			// eslint-disable-next-line no-await-in-loop -- It is asked again.
			await systemClock.sleep(5, ending.signal);
		}

		deployment.log(...messages.map((message) => ({level: 'error', message})));
	};

	const [watched] = await Promise.all([
		watchErrors(value, quiet, {
			...surroundings,
			feed,
			onNotice(text) {
				notices.push(text);
			},
			formatTime: String,
		}),
		log(),
	]);
	return watched;
}

function given(details: Partial<Deployment>): Deployment {
	return {
		id: 'shop-1',
		projectId: 'shop',
		status: {kind: 'succeeded'},
		domains: [],
		databases: {},
		...details,
	};
}
