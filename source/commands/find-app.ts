import {type Target, type Sought} from '../config/target.ts';
import {ApiError} from '../feeds/errors.ts';
import {ask} from '../feeds/ask.ts';
import {systemClock} from '../feeds/clock.ts';
import {createFeed} from '../feeds/create-feed.ts';
import {type Deployment} from '../log/deployment.ts';
import {exitCodeOf} from './endings.ts';

/** Finds the app that a target belongs to; the id of a revision does not say it. What the server refuses is told where the deployment is asked for. */
export async function findApp(
	target: Target,
	onNotice: (text: string) => void,
): Promise<FoundApp> {
	const {findProject} = createFeed(target);
	if (findProject === undefined) {
		return {kind: 'found', target};
	}

	try {
		const app = await findProject(() => {
			onNotice(
				`The app of revision ${target.deploymentId} is looked for, in 20 requests at most. --app names it.`,
			);
		});
		return app === undefined
			? {
					kind: 'unknown',
					reason: `The app of revision ${target.deploymentId} was not found among the apps that the token may read, within 20 requests. Name it with --app.`,
				}
			: {kind: 'found', target: {...target, app}};
	} catch (error) {
		if (error instanceof ApiError) {
			return {kind: 'found', target};
		}

		throw error;
	}
}

type FoundApp =
	| {readonly kind: 'found'; readonly target: Target}
	| {readonly kind: 'unknown'; readonly reason: string};

export type Newest =
	| {readonly kind: 'found'; readonly target: Target}
	/** Nothing was deployed yet; `projectId` is what was named. */
	| {
			readonly kind: 'none';
			readonly projectId: string;
			readonly reason: string;
			readonly exitCode: number;
	  }
	| {
			readonly kind: 'failed';
			readonly reason: string;
			readonly exitCode: number;
	  };

/** The newest deployment of what was named, as a target. What fails in a way that passes within seconds is asked for again. */
export async function findNewest({
	project,
	orRevision,
	...place
}: Sought): Promise<Newest> {
	const {signal} = new AbortController();
	// Which deployment it is of does not matter to a list.
	const feed = createFeed({...place, deploymentId: ''});
	const {words} = feed.traits;
	const name = place.app ?? project ?? '';
	try {
		const {value} = await ask(
			{clock: systemClock, random: Math.random, signal},
			async () => feed.deployments({projectId: name, signal}),
		);
		const newest = findNotSkipped(value);
		return newest === undefined
			? {
					kind: 'none',
					projectId: name,
					reason: `The ${words.project} ${name} has no ${words.deployment} yet. Deploy it, or name another.`,
					exitCode: exitCodeOf({status: 404}),
				}
			: {kind: 'found', target: {...place, deploymentId: newest.id}};
	} catch (error) {
		if (!(error instanceof ApiError)) {
			throw error;
		}

		if (error.status === 404 && orRevision !== undefined) {
			const {app, id} = orRevision;
			const flags = place.flags.map((word) => (word === name ? app : word));
			return {
				kind: 'found',
				target: {...place, app, flags, deploymentId: id},
			};
		}

		const reason =
			error.status === 404
				? `There is no ${words.project} ${name} that this token may read${/organi[sz]ation/iv.test(error.said) ? error.said : ''}. Check its name, and --org.`
				: error.message;
		return {kind: 'failed', reason, exitCode: exitCodeOf(error)};
	}
}

/** The newest comes first. What was skipped has logged nothing. */
function findNotSkipped(
	deployments: readonly Deployment[],
): Deployment | undefined {
	return (
		deployments.find(({status}) => status.kind !== 'skipped') ?? deployments[0]
	);
}
