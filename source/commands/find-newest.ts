import {type Sought, type Target} from '../config/target.ts';
import {createFeed} from '../feeds/create-feed.ts';
import {ApiError} from '../feeds/errors.ts';
import {type Deployment} from '../log/deployment.ts';
import {exitCodeOf} from './exit-code.ts';

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
				? `There is no ${words.project} ${name} that this token may read. Check its name, and --org.`
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
