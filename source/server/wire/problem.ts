/** An answer that is no success: its status, and the body's `code` and `message`. */
export class Problem extends Error {
	override readonly name = 'Problem';
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

export function invalidParameter(message: string): Problem {
	return new Problem(400, 'invalidParameter', message);
}

export function notFound(message: string): Problem {
	return new Problem(404, 'notFound', message);
}
