import {type StreamContext} from './stream.ts';

/** Asks once for the deployments of a project. */
export async function streamDeployments(
	{feed, dispatch, signal}: StreamContext,
	projectId: string,
): Promise<void> {
	try {
		const {value} = await feed.deployments({projectId, signal});
		dispatch({kind: 'deployments-loaded', deployments: value});
	} catch (error) {
		dispatch({
			kind: 'deployments-failed',
			reason: error instanceof Error ? error.message : String(error),
		});
	}
}
