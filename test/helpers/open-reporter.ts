import {createReporter} from '../../source/commands/wait/reporter.ts';
import {bareTheme} from '../../source/ui/look/theme.ts';

export type ReporterOptions = Partial<Parameters<typeof createReporter>[0]>;

/** A reporter of `deplog wait`, and what it has written. */
export function openReporter(options: ReporterOptions = {}) {
	let text = '';
	const reporter = createReporter({
		write(part) {
			text += part;
		},
		name: 'shop-1',
		theme: bareTheme,
		isTellingLines: false,
		now: () => 7,
		...options,
	});
	return {reporter, text: () => text};
}
