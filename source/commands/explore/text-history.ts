import {findStateFile, StateFile} from '../../config/state-file.ts';
import {withoutTokens} from '../../log/token.ts';

/** What was typed at the text prompt in earlier runs, the newest first. */
export type TextHistory = {
	readonly read: () => Promise<readonly string[]>;
	/** Adds a text, unless it holds a token. */
	readonly add: (text: string) => Promise<void>;
};

/** Keeps the texts that are searched for from one run to the next. */
export function createTextHistory({
	token,
	file = findStateFile('texts'),
}: {
	readonly token?: string;
	readonly file?: string | undefined;
}): TextHistory {
	const state =
		file === undefined
			? undefined
			: new StateFile(file, (value) =>
					typeof value === 'string' ? value : undefined,
				);
	return {
		async read() {
			const texts = (await state?.read()) ?? [];
			return texts.filter((text) => text !== '').slice(0, mostTexts);
		},
		async add(text) {
			const isSecret = withoutTokens(text, token) !== text;
			if (text === '' || text.length > mostCharacters || isSecret) {
				return;
			}

			await state?.change((texts) =>
				[
					text,
					...texts.filter((other) => other !== text && other !== ''),
				].slice(0, mostTexts),
			);
		},
	};
}

const mostTexts = 200;
const mostCharacters = 1000;
