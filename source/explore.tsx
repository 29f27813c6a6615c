import {render, Text} from 'ink';
import {createElement} from 'react';
import {type Options, type Target} from './config.ts';

/** Explores a deployment until the user quits; the result is the exit code. */
export async function explore({
	deploymentId,
}: Target & Options & {readonly isSimulated: boolean}): Promise<number> {
	const {waitUntilExit, unmount} = render(
		createElement(Text, null, deploymentId),
	);
	unmount();
	await waitUntilExit();
	return 0;
}
