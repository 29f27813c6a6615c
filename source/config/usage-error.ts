/** The command line asks for something that cannot be done; the message is a sentence with a next step. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
