import {type Store} from '../../store/create-store.ts';
import {type Outside} from '../outside.ts';
import {safe} from '../words.ts';
import {type TakeCommand} from './take-command.ts';

/** Does what a key asks for outside of the screen, and says in the footer how it went. */
export async function takeAway(
	{what, text, caveat}: TakeCommand,
	{dispatch}: Pick<Store, 'dispatch'>,
	outside: Outside,
): Promise<void> {
	const say = (sentence: string) => {
		dispatch({kind: 'notice', text: safe(sentence)});
	};

	try {
		const way = await outside.copy(text);
		say(`${what} copied: ${[way, caveat].filter(Boolean).join('; ')}`);
	} catch (error) {
		say(`${what} not copied: ${reasonOf(error)}`);
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
