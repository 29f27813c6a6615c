import {type ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {type Clock, systemClock} from '../../source/feeds/clock.ts';
import {createV1Feed, v1Traits} from '../../source/feeds/v1/v1.ts';
import {createQuery} from '../../source/log/query.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {shownEntries} from '../helpers/explorer.ts';
import {listenHttp} from '../helpers/listen.ts';
import {until} from '../helpers/until.ts';

test('a stream that its server ends is opened again without a word of it, and nothing is missing', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const {session, shown, statesFromNow} = explore(server.url, deployment.id);
	try {
		await until(() => {
			expect(server.openLiveCount).toBe(1);
		});
		deployment.log({message: 'before'});
		await until(() => {
			expect(shown()).toEqual(['before']);
		});
		const states = statesFromNow();
		deployment.endLive();
		deployment.log({message: 'between'});
		await until(() => {
			expect(server.openLiveCount).toBe(1);
		});
		deployment.log({message: 'after'});
		await until(() => {
			expect(shown()).toEqual(['before', 'between', 'after']);
		});
		expect([...states]).toEqual(['live']);
	} finally {
		session.stop();
	}
});

test('nor of one that something in between cuts off after some seconds', async () => {
	let ahead = 0;
	const logged: string[] = [];
	let live: ServerResponse | undefined;
	const log = (message: string) => {
		const time = new Date().toISOString();
		const line = `${JSON.stringify({time, level: 'info', message})}\n`;
		logged.push(line);
		live?.write(line);
	};

	await using server = await listenHttp((request, response) => {
		const {pathname, searchParams} = new URL(request.url ?? '', 'http://local');
		if (!pathname.endsWith('/app_logs')) {
			response.end(
				pathname.endsWith('/build_logs')
					? ''
					: '{"id":"dep","projectId":"","status":"success"}',
			);
		} else if (searchParams.has('order')) {
			const isForward = searchParams.get('order') === 'asc';
			response.end((isForward ? logged : logged.toReversed()).join(''));
		} else {
			response.flushHeaders();
			live = response;
		}
	});
	const {session, shown, statesFromNow} = explore(
		`${server.origin}/v1`,
		'dep',
		{...systemClock, now: () => systemClock.now() + ahead},
	);
	try {
		await until(() => {
			expect(live).toBeDefined();
		});
		log('before');
		await until(() => {
			expect(shown()).toEqual(['before']);
		});
		const states = statesFromNow();
		ahead = 10_000;
		live?.destroy();
		live = undefined;
		log('between');
		await until(() => {
			expect(live).toBeDefined();
		});
		log('after');
		await until(() => {
			expect(shown()).toEqual(['before', 'between', 'after']);
		});
		expect([...states]).toEqual(['live']);
	} finally {
		session.stop();
	}
});

function explore(
	apiUrl: string,
	deploymentId: string,
	clock: Clock = systemClock,
) {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 1000,
			columns: 80,
			rows: 24,
		}),
	);
	store.dispatch({kind: 'list-height', height: 20});
	const session = startSession({
		store,
		feed: createV1Feed({apiUrl: new URL(apiUrl), deploymentId}),
		clock,
	});
	return {
		session,
		shown: () => shownEntries(store.get().logs).map(({message}) => message),
		statesFromNow() {
			const states = new Set<string>();
			store.subscribe(() => {
				// What a frame can show: not what lies between two actions of one step.
				queueMicrotask(() => {
					states.add(store.get().logs.connection.kind);
				});
			});
			return states;
		},
	};
}
