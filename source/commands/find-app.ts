import {type Target} from '../config/target.ts';
import {isV2} from '../feeds/api-version.ts';
import {ApiError} from '../feeds/errors.ts';

export type FoundApp =
	| {readonly kind: 'found'; readonly target: Target}
	| {readonly kind: 'unknown'; readonly reason: string};

/** The target with its app, to which a revision's id does not lead. What the server refuses is told where the deployment is asked for. */
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
