import {type Target} from './config.ts';
import {startDemoServer} from './server/demo-server.ts';

export type Demo = {
	readonly target: Target;
	/** The words by which a demo shows a deployment once more. */
	readonly wordsOf: (deploymentId: string) => readonly string[];
	/** Cuts or heals the way to its server. */
	readonly setNetwork: (isCut: boolean) => void;
};

/** Starts the embedded server; it ends with the program. No token of the user's goes there. */
export async function startDemo(
	deployment: 'redeployed' | 'history',
): Promise<Demo> {
	const {url, deploymentIds, control} = await startDemoServer();
	return {
		target: {
			deploymentId: deploymentIds[deployment],
			apiUrl: new URL(url),
			flags: ['--api-url', url],
		},
		wordsOf: (deploymentId) => [
			'deplog',
			'demo',
			...(deploymentId === deploymentIds.history ? ['--history'] : []),
		],
		setNetwork(isCut) {
			control({kind: isCut ? 'disconnect' : 'reconnect'});
		},
	};
}
