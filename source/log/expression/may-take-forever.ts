type Group = {
	/** It can match the same text in several ways. */
	isAmbiguous: boolean;
};

// Expressions are short.
// eslint-disable-next-line regexp/no-super-linear-move
const tokens = /\\.|\[(?:\\.|[^\\\]])*\]|\{\d+,\d*\}|./gsv;

/** Whether a regular expression repeats, without end, a group that repeats something itself or chooses: then going back may take longer than anybody waits. */
export function mayTakeForever(source: string): boolean {
	const open: Group[] = [];
	let last: Group | undefined;
	let closed: Group | undefined;
	for (const [token] of source.matchAll(tokens)) {
		const isRepetition = token === '*' || token === '+' || token.endsWith(',}');
		if (isRepetition && closed?.isAmbiguous) {
			return true;
		}

		last = open.at(-1);
		if (last !== undefined && (isRepetition || token === '|')) {
			last.isAmbiguous = true;
		}

		closed = undefined;
		if (token === '(') {
			open.push({isAmbiguous: false});
		} else if (token === ')') {
			closed = open.pop();
			const outer = open.at(-1);
			if (outer !== undefined && closed?.isAmbiguous) {
				outer.isAmbiguous = true;
			}
		}
	}

	return false;
}
