import {type Target, type Sought} from '../config/target.ts';
import {isV2} from '../feeds/api-address.ts';
import {ApiError} from '../feeds/errors.ts';
import {createFeed} from '../feeds/create-feed.ts';
import {type Deployment} from '../log/deployment.ts';
import {exitCodeOf} from './endings.ts';

type FoundApp =
	| {readonly kind: 'found'; readonly target: Target}
	| {readonly kind: 'unknown'; readonly reason: string};

/** Finds the app of a target, to which a revision's id does not lead. What the server refuses is told where the deployment is asked for. */
export async function findApp(
	target: Target,
	onNotice: (text: string) => void,
): Promise<FoundApp> {
	if (!isV2(target.apiUrl) || target.app !== undefined) {
		return {kind: 'found', target};
	}

	// Loaded when needed: printing over v1 starts without it.
	const {findRevisionApp} = await import('../feeds/v2/find-app.ts');
	try {
		const app = await findRevisionApp(target, () => {
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

/** The newest deployment of what was named, as a target; else, when that has been told, the exit code. */
export async function findNewest(
	{project, orRevision, ...place}: Sought,
	onNotice: (text: string) => void,
): Promise<Target | number> {
	const {signal} = new AbortController();
	// Which deployment it is of does not matter to a list.
	const feed = createFeed({...place, deploymentId: ''});
	const {words} = feed.traits;
	const name = place.app ?? project ?? '';
	try {
		const {value} = await feed.deployments({projectId: name, signal});
		const newest = findNotSkipped(value);
		if (newest !== undefined) {
			return {...place, deploymentId: newest.id};
		}

		onNotice(
			`The ${words.project} ${name} has no ${words.deployment} yet. Deploy it, or name another.`,
		);
		return exitCodeOf({status: 404});
	} catch (error) {
		if (!(error instanceof ApiError)) {
			throw error;
		}

		if (error.status === 404 && orRevision !== undefined) {
			const {app, id} = orRevision;
			const flags = place.flags.map((word) => (word === name ? app : word));
			return {...place, app, flags, deploymentId: id};
		}

		onNotice(
			error.status === 404
				? `There is no ${words.project} ${name} that this token may read${/organi[sz]ation/iv.test(error.said) ? error.said : ''}. Check its name, and --org.`
				: error.message,
		);
		return exitCodeOf(error);
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
