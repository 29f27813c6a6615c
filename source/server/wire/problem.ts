import {sendJson, type Answer} from './answer.ts';

/** An answer that is no success: its status, and the body's `code` (as version 1 spells it) and `message`. */
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

/** Sends a problem flat, which is all that the official clients read. */
export async function sendProblem(
	answer: Answer,
	{status, code, message}: Problem,
): Promise<void> {
	await sendJson(answer, status, {
		code: answer.record.api === 'v2' ? upperSnakeCode(code) : code,
		message,
	});
}

/** Version 2 has names of its own for some. */
const codes = new Map([
	['unauthorized', 'NOT_AUTHENTICATED'],
	['invalidParameter', 'MALFORMED_REQUEST'],
	['deploymentNotFound', 'REVISION_NOT_FOUND'],
]);

function upperSnakeCode(code: string) {
	return codes.get(code) ?? code.replaceAll(/[A-Z]/gv, '_$&').toUpperCase();
}
