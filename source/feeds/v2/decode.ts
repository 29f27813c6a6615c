import {
	type Deployment,
	type DeploymentStatus,
	type Timeline,
	type Stage,
	type StageStatus,
	statusNamed,
} from '../../log/deployment.ts';
import {type BuildEntry, type Micros} from '../../log/entry.ts';
import {readTime} from '../../log/wire-time.ts';
import {type BuildLogBatch} from '../feed.ts';
import {isObject, nameOf, textOf} from '../json/json-value.ts';
import {parseLines} from '../json/parse-lines.ts';
import {textMember} from '../json/raw-member.ts';

/** A revision, in full or as lists have it, as the deployment of an app; `undefined` where the value is none. */
export function decodeRevision(
	value: unknown,
	app: string,
): Deployment | undefined {
	const id = isObject(value) ? nameOf(value['id']) : undefined;
	if (!isObject(value) || id === undefined) {
		return undefined;
	}

	const timelines = decodeTimelines(value['timelines']) ?? [];
	const detail = value['failure_detail'];
	return {
		id,
		projectId: app,
		status: decodeStatus(value),
		domains: [...new Set(timelines.flatMap(({hostnames}) => hostnames))],
		databases: {},
		createdAt: decodeTime(value['created_at']),
		updatedAt: decodeTime(value['build_finished_at']),
		deletedAt: decodeTime(value['deleted_at']),
		labels: decodeLabels(value['labels']),
		timelines,
		...(isObject(detail) && {
			failure: {
				stage: textOf(detail['stage']),
				code: textOf(detail['code']),
				message: textOf(detail['message']),
			},
		}),
	};
}

function decodeStatus(value: Record<string, unknown>): DeploymentStatus {
	const status = statusNamed(textOf(value['status']));
	if (status.kind === 'failed') {
		const reason = statusNamed(textOf(value['failure_reason']));
		return ['cancelled', 'skipped', 'timed-out'].includes(reason.kind)
			? reason
			: status;
	}

	return status.kind === 'unknown' && textOf(value['build_finished_at']) !== ''
		? {...status, isOver: true}
		: status;
}

export function decodeTimelines(
	value: unknown,
): readonly Timeline[] | undefined {
	return Array.isArray(value)
		? value.flatMap((timeline) => decodeTimeline(timeline) ?? [])
		: undefined;
}

function decodeTimeline(value: unknown): Timeline | undefined {
	return isObject(value)
		? {
				name: textOf(value['name'] ?? value['slug']),
				context: isObject(value['context'])
					? textOf(value['context']['slug'])
					: textOf(value['context']),
				hostnames: listOf(value['hostnames'] ?? value['domains'])
					.map((host) => (isObject(host) ? host['domain'] : host))
					.filter((host) => typeof host === 'string'),
			}
		: undefined;
}

/** The app that a revision's timelines name; the document has no such member, the official client has. */
export function decodeTimelinesApp(value: unknown): string | undefined {
	for (const timeline of listOf(value)) {
		const app = isObject(timeline) ? timeline['app'] : undefined;
		const name = nameOf(isObject(app) ? (app['slug'] ?? app['id']) : app);
		if (name !== undefined) {
			return name;
		}
	}

	return undefined;
}

export function decodeBuildLog(block: Uint8Array): BuildLogBatch {
	const entries: BuildEntry[] = [];
	const lines = parseLines(block, (value, line) => {
		if (!isObject(value) || value['message'] === undefined) {
			return false;
		}

		const time = decodeTime(value['timestamp']);
		const {step} = value;
		entries.push({
			level: textOf(value['level']),
			message: textMember(value, line, 'message'),
			...(time !== undefined && {time}),
			...(typeof step === 'string' && {step}),
		});
		return true;
	});
	return {entries, ...lines};
}

/** The members that hold a text, or a number or boolean as one. */
function decodeLabels(value: unknown): Record<string, string> {
	return isObject(value)
		? Object.fromEntries(
				Object.entries(value)
					.filter(([, label]) => label !== null && !isObject(label))
					.map(([name, label]) => [name, textOf(label)]),
			)
		: {};
}

export function decodeTime(value: unknown): Micros | undefined {
	return typeof value === 'string' || typeof value === 'number'
		? readTime(String(value))
		: undefined;
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

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
		status: decodeStageStatus(value['status']),
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

function decodeStageStatus(status: unknown): StageStatus {
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
