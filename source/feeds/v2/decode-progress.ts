import {type Stage, type StageStatus} from '../../log/deployment.ts';
import {isObject} from '../json/json-value.ts';
import {decodeTime, listOf} from './decode.ts';

const stageNames = [
	'queued',
	'preparing',
	'installing',
	'building',
	'deploying',
] as const;
const stepNames = ['database', 'predeploy', 'warmup', 'routing'] as const;

/** A snapshot of a build's progress → its stages, in their order; nothing where the value is none. What stages servers may add is left out. */
export function decodeProgress(value: unknown): readonly Stage[] | undefined {
	if (!isObject(value)) {
		return undefined;
	}

	const stages = stageNames
		.map((name) => decodeStage(name, value[name]))
		.filter((stage) => stage !== undefined);
	return stages.length === 0 ? undefined : stages;
}

function decodeStage(name: string, value: unknown): Stage | undefined {
	if (!isObject(value)) {
		return undefined;
	}

	const {command} = value;
	const start = decodeTime(value['start']);
	const end = decodeTime(value['end']);
	const steps = listOf(value['timelines']).flatMap((timeline) =>
		isObject(timeline) ? decodeSteps(timeline) : [],
	);
	return {
		name,
		status: decodeStatus(value['status']),
		...(start !== undefined && {start}),
		...(end !== undefined && {end}),
		...(typeof command === 'string' && command !== '' && {command}),
		...(steps.length > 0 && {steps}),
	};
}

/** What is done for one timeline when a revision is deployed. */
function decodeSteps(timeline: Record<string, unknown>): readonly Stage[] {
	return stepNames.flatMap((name) => {
		// The document has several databases, the official client one.
		const values =
			name === 'database' && Array.isArray(timeline['databases'])
				? listOf(timeline['databases'])
				: [timeline[name]];
		return values
			.map((value) => decodeStage(name, value))
			.filter((step) => step !== undefined);
	});
}

function decodeStatus(status: unknown): StageStatus {
	switch (status) {
		case 'skipped':
		case 'running':
		case 'succeeded':
		case 'cancelled': {
			return status;
		}

		case 'timed_out': {
			return 'timed-out';
		}

		case 'errored':
		case 'failed': {
			return 'failed';
		}

		case 'timeline_blocked': {
			return 'blocked';
		}

		// A word that is not known: for what it stands has not ended.
		default: {
			return 'pending';
		}
	}
}
