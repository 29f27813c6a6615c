import {type Target} from './config.ts';
import {startDemoServer} from './server/demo-server.ts';

/** Starts the embedded server; it ends with the program. No token of the user's goes there. */
export async function startDemo(
	deployment: 'redeployed' | 'history',
): Promise<Target> {
	const {url, deploymentIds} = await startDemoServer();
	return {deploymentId: deploymentIds[deployment], apiUrl: new URL(url)};
}
