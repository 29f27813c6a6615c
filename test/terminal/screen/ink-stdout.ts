import {render} from 'ink';
import {describe, expect, it} from 'vitest';
import inkPackage from '../../../node_modules/ink/package.json' with {type: 'json'};
import {type Ink, inkComplaints} from '../../helpers/ink-contract.tsx';

const {version} = inkPackage;

it('Ink does what the screen relies on', async () => {
	expect(await inkComplaints({version, render})).toEqual([]);
});

/** An Ink that writes otherwise: `alter` is handed what it would write and the way to write. */
function altered(
	alter: (text: string, write: (text: string) => void) => void,
): Ink {
	return {
		version,
		render(node, options) {
			// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The contract hands it over.
			const {stdout} = options as {stdout: NodeJS.WriteStream};
			const write = (text: string) => {
				stdout.write(text);
			};

			return render(node, {
				...options,
				stdout: new Proxy(stdout, {
					get(target, name) {
						if (name === 'write') {
							return (text: string, callback?: () => void) => {
								alter(text, write);
								if (callback) {
									queueMicrotask(callback);
								}

								return true;
							};
						}

						const value: unknown = Reflect.get(target, name, target);
						return typeof value === 'function'
							? (value.bind(target) as unknown)
							: value;
					},
				}),
			});
		},
	};
}

const isFrame = (text: string) => text.includes('╭');

describe('an Ink is complained of, with what to do,', () => {
	it.each<readonly [string, Ink, string]>([
		[
			'that is another version',
			{version: '8.1.0', render},
			'Ink 8.1.0: its version is not 8.0.0.',
		],
		[
			'that erases lines before it writes a frame',
			altered((text, write) => {
				write(isFrame(text) ? `\u001B[2K\u001B[1A\u001B[G${text}` : text);
			}),
			String.raw`it writes "\u001b[2K\u001b[1A\u001b[G╭`,
		],
		[
			'that writes the rows that changed alone',
			altered((text, write) => {
				write(
					text.includes('two') ? text.split('\n').slice(1, 2).join('\n') : text,
				);
			}),
			'a change is not one whole frame, written at once',
		],
		[
			'that writes a frame in two pieces',
			altered((text, write) => {
				const middle = isFrame(text) ? text.indexOf('\n') : text.length;
				write(text.slice(0, middle));
				write(text.slice(middle));
			}),
			'which is no whole frame',
		],
		[
			'that ends a frame with a newline',
			altered((text, write) => {
				write(isFrame(text) ? `${text}\n` : text);
			}),
			'a change is not one whole frame, written at once',
		],
		[
			'that writes a frame later',
			altered((text, write) => {
				setImmediate(write, text);
			}),
			'a new size is not drawn at once',
		],
		[
			'that moves the cursor',
			altered((text, write) => {
				write(text);
				write('\u001B[3;1H');
			}),
			String.raw`it writes "\u001b[3;1H", which is no whole frame`,
		],
	])('%s', async (_name, ink, complaint) => {
		const complaints = await inkComplaints(ink);
		expect(complaints.join('\n')).toContain(complaint);
		expect(complaints[0]).toContain('suit terminal/ink-stdout.ts');
	});
});
