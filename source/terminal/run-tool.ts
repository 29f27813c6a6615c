import {spawn} from 'node:child_process';

/** Longer than any tool needs that is there and well. */
const mostMilliseconds = 2000;

/** Runs a program, gives it `text` to read, and says whether it took it all and ended well. */
export async function runTool(
	[program = '', ...words]: readonly string[],
	text: string,
): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(program, words, {
			stdio: ['pipe', 'ignore', 'ignore'],
			timeout: mostMilliseconds,
		});
		child.on('error', () => {
			resolve(false);
		});
		child.on('exit', (code) => {
			resolve(code === 0);
		});
		// One that ends without having read all says so by its exit code.
		child.stdin.on('error', () => undefined);
		child.stdin.end(text);
	});
}
