import {applyLineFaults} from '../faults/stream-faults.ts';
import {type Line, type ServedDeployment} from '../given/served-deployment.ts';
import {sendChunks, startAnswer, type Answer} from './answer.ts';
import {formatLines, type Format} from './lines.ts';
import {linkHeader} from './link.ts';
import {openLive, readPage} from './read-logs.ts';
import {readAppLogs} from './v1-parameters.ts';

/** `app_logs`: a page of the past, or a live stream. */
export async function sendAppLogs(
	answer: Answer,
	deployment: ServedDeployment,
	{clock}: {clock: () => number},
): Promise<void> {
	const parameters = readAppLogs(answer.url.searchParams);
	const surroundings = {...answer, now: clock()};
	if (parameters.kind === 'live') {
		await sendLines(
			answer,
			toLines(openLive(deployment, parameters, surroundings)),
		);
		return;
	}

	const {entries, cursor} = await readPage(
		deployment,
		parameters,
		surroundings,
	);
	await sendLines(
		answer,
		toLines([entries]),
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
		toLines(
			isPartial
				? [deployment.buildLines()]
				: deployment.followBuild(answer.signal),
		),
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
	const faulty = applyLineFaults(batches, faults, signal);
	await sendChunks(answer, formatLines(faulty, format));
}

function answerFormat({request, faults}: Answer): Format {
	const accepts = request.headers.accept ?? '';
	return accepts.includes('application/x-ndjson') && !faults.array
		? 'ndjson'
		: 'json';
}

async function* toLines(
	batches:
		| AsyncIterable<ReadonlyArray<{readonly line: Line}>>
		| Iterable<ReadonlyArray<{readonly line: Line}>>,
): AsyncGenerator<readonly Line[], void> {
	for await (const batch of batches) {
		yield batch.map(({line}) => line);
	}
}
