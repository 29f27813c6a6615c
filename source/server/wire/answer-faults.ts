import {Buffer} from 'node:buffer';
import {pause, waitForAbort} from '../given/waiting.ts';
import {
	sendChunks,
	startAnswer,
	type Answer,
	Problem,
	sendProblem,
} from './answer.ts';

/** Does what the faults demand in place of an answer; false where one is still to be given. */
export async function answerWithFault(answer: Answer): Promise<boolean> {
	const {faults, signal, response} = answer;
	if (faults.delay) {
		await pause(faults.delay.milliseconds, signal);
	}

	if (faults.silence && faults.silence.afterEntries === undefined) {
		await waitForAbort(signal);
		return true;
	}

	if (faults.redirect) {
		const {status = 302, location} = faults.redirect;
		startAnswer(answer, status, {location, 'content-length': 0});
		response.end();
		return true;
	}

	if (faults.page) {
		await sendProxyPage(answer, faults.page.status);
		return true;
	}

	if (faults.status) {
		const {status, retryAfter, message} = faults.status;
		if (retryAfter !== undefined) {
			response.setHeader('retry-after', retryAfter);
		}

		const [code, sentence] = problems.get(status) ?? ['failed', 'It failed.'];
		await sendProblem(answer, new Problem(status, code, message ?? sentence));
		return true;
	}

	return false;
}

/** Sends what a proxy says when it does not reach the API. */
export async function sendProxyPage(
	answer: Answer,
	status = 502,
): Promise<void> {
	startAnswer(answer, status, {'content-type': 'text/html; charset=utf-8'});
	await sendChunks(answer, [Buffer.from(page)]);
}

const page = `<!doctype html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>proxy</center></body></html>
`;

const problems = new Map<number, readonly [string, string]>([
	[401, ['unauthorized', 'The token is not valid here; make a new one.']],
	[403, ['forbidden', 'The token does not reach this deployment.']],
	[404, ['deploymentNotFound', 'There is no such deployment.']],
	[410, ['gone', 'The deployment was deleted.']],
	[429, ['rateLimited', 'There were too many requests; wait a little.']],
	[500, ['internalServerError', 'Something went wrong on our side.']],
	[503, ['unavailable', 'The service is restarting; try again soon.']],
]);
