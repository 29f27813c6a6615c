import {type Line, type ServedDeployment} from '../given/served-deployment.ts';
import {spoilLines} from '../faults/spoil.ts';
import {sendChunks, startAnswer, type Answer} from './answer.ts';
import {openLive, readPage} from './app-logs.ts';
import {formatLines, type Format} from './lines.ts';
import {linkHeader} from './link.ts';
import {readAppLogs} from './parameters.ts';

/** `app_logs`: a page of the past, or a live stream. */
export async function sendAppLogs(
	answer: Answer,
	deployment: ServedDeployment,
	{clock}: {clock: () => number},
): Promise<void> {
	const parameters = readAppLogs(answer.url.searchParams);
	const {faults, signal} = answer;
	if (parameters.kind === 'live') {
		const live = openLive(deployment, parameters, {
			faults,
			signal,
			now: clock(),
		});
		await sendLines(answer, live);
		return;
	}

	const {lines, cursor} = await readPage(deployment, parameters, {
		faults,
		signal,
		now: clock(),
	});
	await sendLines(
		answer,
		once(lines),
		cursor === undefined ? {} : {link: linkHeader(answer, {next: {cursor}})},
	);
}

/** `build_logs`: as NDJSON until the build has ended, as an array what there is so far. */
export async function sendBuildLog(
	answer: Answer,
	deployment: ServedDeployment,
): Promise<void> {
	const isPartial =
		answerFormat(answer) === 'json' || answer.faults.partialBuild;
	await sendLines(
		answer,
		isPartial
			? once(deployment.buildLines())
			: deployment.followBuild(answer.signal),
	);
}

async function sendLines(
	answer: Answer,
	batches: AsyncIterable<readonly Line[]>,
	headers: Readonly<Record<string, string>> = {},
) {
	const format = answerFormat(answer);
	startAnswer(answer, 200, {
		'content-type':
			format === 'ndjson' ? 'application/x-ndjson' : 'application/json',
		...headers,
	});
	const {faults, signal} = answer;
	const spoilt = spoilLines(batches, faults, signal);
	await sendChunks(answer, formatLines(spoilt, format));
}

function answerFormat({request, faults}: Answer): Format {
	const accepts = request.headers.accept ?? '';
	return accepts.includes('application/x-ndjson') && !faults.array
		? 'ndjson'
		: 'json';
}

async function* once(lines: readonly Line[]) {
	yield lines;
}
