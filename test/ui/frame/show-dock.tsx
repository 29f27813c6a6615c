import {render} from 'ink';
import {expect, test, vi} from 'vitest';
import {
	createInkOptions,
	createInkStdout,
} from '../../../source/terminal/screen/ink-stdout.ts';
import {ErrorBoundary} from '../../../source/ui/frame/show-dock.tsx';
import {until} from '../../helpers/until.ts';

const bug = new Error('A bug of ours');

function Broken(): never {
	throw bug;
}

test('an error of a component is handed over, and Ink draws nothing of it', async () => {
	// React tells of it as well; on the screen that is kept from the terminal.
	const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
	const errors: unknown[] = [];
	const frames: string[] = [];
	const instance = render(
		<ErrorBoundary
			onError={(error) => {
				errors.push(error);
			}}
		>
			<Broken />
		</ErrorBoundary>,
		createInkOptions(
			createInkStdout({
				size: () => ({columns: 80, rows: 24}),
				onFrame(frame) {
					frames.push(frame);
				},
			}),
		),
	);
	await until(() => {
		expect(errors).toEqual([bug]);
	});
	instance.unmount();
	expect(frames.join('\n')).not.toContain('A bug of ours');
	told.mockRestore();
});
