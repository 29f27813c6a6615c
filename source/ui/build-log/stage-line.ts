import {
	failedStage,
	type Deployment,
	type Stage,
	type StageStatus,
} from '../../log/deployment.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Role, type Theme} from '../look/theme.ts';
import {durationWords, safe} from '../look/words.ts';

const looks: Readonly<
	Record<StageStatus, {readonly sign: string; readonly role: Role}>
> = {
	pending: {sign: '·', role: 'quiet'},
	skipped: {sign: '–', role: 'quiet'},
	running: {sign: '◐', role: 'busy'},
	blocked: {sign: '◐', role: 'busy'},
	succeeded: {sign: '✓', role: 'good'},
	failed: {sign: '✗', role: 'bad'},
	cancelled: {sign: '✗', role: 'bad'},
	'timed-out': {sign: '✗', role: 'bad'},
};

/** What is left out where there is little room, from the least to the most. */
const brevities = ['all', 'no commands', 'no times', 'no others'] as const;
type Brevity = (typeof brevities)[number];

/** `✓ preparing 1.2 s  ✓ installing 3.4 s  ◐ building npm run build  · deploying`: how far a build is, and why it went no further; nothing where the server does not tell. */
export function stageLine(
	deployment: Deployment | undefined,
	width: number,
	theme: Theme,
): string | undefined {
	const stages = deployment?.stages;
	if (deployment === undefined || stages === undefined) {
		return undefined;
	}

	// What was queued and is no more says nothing.
	const shown = stages.filter(
		({name, status}) => name !== 'queued' || isOpen(status) || isEnd(status),
	);
	const reason = failureWords(deployment);
	const lineOf = (brevity: Brevity) =>
		[
			...shown
				.filter(({status}) => brevity !== 'no others' || isTelling(status))
				.map((stage) =>
					theme.paint(looks[stage.status].role, words(stage, brevity)),
				),
			...(reason === '' ? [] : [theme.paint('bad', reason)]),
		].join('  ');
	const lines = brevities.map((brevity) => lineOf(brevity));
	const line = lines.find((one) => widthOf(one) <= width) ?? lines.at(-1) ?? '';
	return cut(line, width, {ellipsis: '…'});
}

/** Why a revision that was built did not come up. */
function failureWords(deployment: Deployment): string {
	const {failure} = deployment;
	return failure === undefined
		? ''
		: [
				failure.stage === failedStage(deployment)?.name ? '' : failure.stage,
				failure.code,
				failure.message,
			]
				.map((text) => safe(text))
				.filter(Boolean)
				.join(' · ');
}

function words(stage: Stage, brevity: Brevity): string {
	const {name, status, start, end, command, steps = []} = stage;
	const step = steps.find((one) => isOpen(one.status) || isEnd(one.status));
	const hasTimes = brevity === 'all' || brevity === 'no commands';
	return [
		looks[status].sign,
		name,
		...(step === undefined || status === 'succeeded' ? [] : [stepWords(step)]),
		...(status === 'cancelled' ? ['cancelled'] : []),
		...(status === 'timed-out' ? ['timed out'] : []),
		...(hasTimes && start !== undefined && end !== undefined && end > start
			? [durationWords(end - start)]
			: []),
		...(brevity === 'all' &&
		command !== undefined &&
		(isOpen(status) || isEnd(status))
			? [safe(command)]
			: []),
	].join(' ');
}

/** `warmup`, `routing waits: the timeline is locked`. */
function stepWords({name, status}: Stage): string {
	return status === 'blocked' ? `${name} waits: the timeline is locked` : name;
}

function isOpen(status: StageStatus): boolean {
	return status === 'running' || status === 'blocked';
}

/** Whether nothing comes after it. */
function isEnd(status: StageStatus): boolean {
	return (
		status === 'failed' || status === 'cancelled' || status === 'timed-out'
	);
}

function isTelling(status: StageStatus): boolean {
	return isOpen(status) || isEnd(status);
}
