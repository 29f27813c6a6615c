/** Why a file cannot be opened: a sentence with a next step. */
export class OpenError extends Error {
	override readonly name = 'OpenError';
	/** Whether there is something else to type; else there is nothing to be had. */
	readonly isUsage: boolean;

	constructor(message: string, {isUsage}: {readonly isUsage: boolean}) {
		super(message);
		this.isUsage = isUsage;
	}
}

/** Why the system does not open a file. */
export function explainOpening(name: string, error: unknown): OpenError {
	const code = error instanceof Error && 'code' in error ? error.code : '';
	switch (code) {
		case 'ENOENT':
		case 'ENOTDIR': {
			return new OpenError(`There is no file ${name}. Check its name.`, {
				isUsage: false,
			});
		}

		case 'EACCES':
		case 'EPERM': {
			return new OpenError(
				`You may not read ${name}. Look at its permissions, or read it as another user: sudo cat FILE | deplog open -`,
				{isUsage: false},
			);
		}

		case 'EISDIR': {
			return folderError(name);
		}

		default: {
			return new OpenError(
				`${name} cannot be read (${String(code) || String(error)}).`,
				{isUsage: false},
			);
		}
	}
}

export function folderError(name: string): OpenError {
	return new OpenError(
		`${name} is a folder. Name the files in it: deplog open ${name.replace(/\/$/v, '')}/*.log`,
		{isUsage: true},
	);
}

export function binaryError(name: string): OpenError {
	return new OpenError(
		`${name} holds no text, so no log. What deplog reads: lines of text or JSON, also packed as .gz.`,
		{isUsage: true},
	);
}

export function emptyError(names: readonly string[]): OpenError {
	return new OpenError(
		names.length === 1
			? `${names[0] ?? ''} is empty: there is nothing to show. --follow waits for its first lines.`
			: 'These files are all empty: there is nothing to show. --follow waits for their first lines.',
		{isUsage: false},
	);
}
