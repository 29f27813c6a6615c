import {type DemoFlags} from '../config/commands/demo.ts';
import {type Target} from '../config/target.ts';
import {startDemoServer} from '../server/demo-server.ts';
import {simulatedIds} from '../server/simulated/simulated-names.ts';

/** Starts the embedded server; it ends with the program. No token of the user's goes there. */
export async function startDemo(
	deploymentId: string,
	{isV2, redeployEvery}: DemoFlags,
): Promise<Demo> {
	const {url, control} = await startDemoServer({
		version: isV2 ? 2 : 1,
		redeployEvery,
	});
	return {
		target: {
			deploymentId,
			apiUrl: new URL(url),
			flags: ['--api-url', url],
		},
		wordsOf: (shownId) => [
			'deplog',
			'demo',
			...wordOf(shownId),
			...(isV2 ? ['--v2'] : []),
		],
		setNetwork(isCut) {
			control({kind: isCut ? 'disconnect' : 'reconnect'});
		},
	};
}

type Demo = {
	readonly target: Target;
	/** The words by which a demo shows a deployment once more. */
	readonly wordsOf: (deploymentId: string) => readonly string[];
	/** Cuts or heals the way to its server. */
	readonly setNetwork: (isCut: boolean) => void;
};

function wordOf(deploymentId: string): readonly string[] {
	switch (deploymentId) {
		case simulatedIds.building: {
			return [];
		}

		case simulatedIds.history: {
			return ['--history'];
		}

		default: {
			return [
				Object.entries(simulatedIds).find(
					([, id]) => id === deploymentId,
				)?.[0] ?? deploymentId,
			];
		}
	}
}
