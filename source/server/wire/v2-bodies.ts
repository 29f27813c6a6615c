/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {
	findOutcome,
	type BuildState,
	type Stage,
} from '../given/build-state.ts';
import {
	type ServedDeployment,
	type BuildLine,
	type Line,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {formatTime} from '../given/time-text.ts';
import {parseFields} from '../given/given-entry.ts';
import {findApp, type App, type Catalogue} from './catalogue.ts';

/** What the bodies of version 2 are made of: bodies of apps, revisions, timelines and progress, and lines of logs. */
type Surroundings = Catalogue & {readonly organization: string};

/** An app as lists have it. */
export function summarizeApp({id, slug, createdAt, updatedAt}: App) {
	return {
		id,
		slug,
		labels: {},
		layers: [],
		created_at: createdAt,
		updated_at: updatedAt,
	};
}

export function describeApp(app: App) {
	return {...summarizeApp(app), env_vars: [], config};
}

/** A revision as lists have it. */
export function summarizeRevision(revision: ServedDeployment) {
	const {id, createdAt} = revision.details();
	const {cancellationRequestedAt} = revision.buildState();
	const {status, failureReason, finishedAt} = findOutcome(
		revision.buildState(),
	);
	return {
		id,
		status,
		failure_reason: failureReason ?? null,
		labels: revision.labels,
		retention: 'auto',
		created_at: createdAt,
		cancellation_requested_at:
			cancellationRequestedAt === undefined
				? null
				: formatTime(cancellationRequestedAt),
		build_finished_at: finishedAt === undefined ? null : formatTime(finishedAt),
		deleted_at: null,
	};
}

export function describeRevision(
	revision: ServedDeployment,
	surroundings: Surroundings,
) {
	const hostnames = listHostnames(revision, surroundings);
	return {
		...summarizeRevision(revision),
		failure_detail: revision.buildState().failureDetail ?? null,
		layers: [],
		env_vars: [],
		config,
		timelines:
			hostnames.length === 0
				? []
				: [
						{
							name: revision.isPinned ? 'Production (pinned)' : 'Production',
							context: 'Production',
							hostnames,
						},
					],
	};
}

/** Where a revision is active. The official client's types have app and context in it, the document has not. */
export function listTimelines(
	revision: ServedDeployment,
	surroundings: Surroundings,
) {
	const hostnames = listHostnames(revision, surroundings);
	const {id, slug} = findApp(revision.projectId, surroundings);
	return hostnames.length === 0
		? []
		: [
				{
					slug: 'production',
					partition: {},
					app: {id, slug},
					context: {slug: 'production'},
					domains: hostnames.map((domain) => ({domain})),
				},
			];
}

/** The domains that lead to a revision now: the newest that claims one has it, but for one that is pinned. */
function listHostnames(
	revision: ServedDeployment,
	surroundings: Surroundings,
): readonly string[] {
	const {deployments} = findApp(revision.projectId, surroundings);
	const claims = ({details, buildState}: ServedDeployment) =>
		findOutcome(buildState()).status === 'succeeded'
			? (details().domains ?? [])
			: [];
	const holder = (domain: string) => {
		const claiming = deployments.filter((candidate) =>
			claims(candidate).includes(domain),
		);
		return claiming.find(({isPinned}) => isPinned) ?? claiming[0];
	};

	return claims(revision)
		.filter((domain) => holder(domain) === revision)
		.map((domain) =>
			domain.replace(/\.deno\.dev$/v, `.${surroundings.organization}.deno.net`),
		);
}

/** One snapshot of `progress`. */
export function describeProgress({stages}: BuildState) {
	const {queued, preparing, installing, building, deploying} = stages;
	const {database, predeploy, warmup, routing} = stages;
	return {
		queued: describeStage(queued),
		preparing: describeStage(preparing),
		installing: describeCommand(installing),
		building: describeCommand(building),
		deploying: {
			...describeStage(deploying),
			timelines:
				deploying.status === 'pending' || deploying.status === 'skipped'
					? []
					: [
							{
								...describeStage(deploying),
								slug: 'production',
								partition: {},
								databases:
									database.status === 'skipped'
										? []
										: [{...describeStage(database), engine: 'denokv'}],
								// As the official client's types have it.
								database: describeStage(database),
								predeploy: describeCommand(predeploy),
								warmup: describeStage(warmup),
								routing: describeStage(routing),
							},
						],
		},
	};
}

function describeStage({status, start, end}: Stage) {
	return {
		status,
		...(start !== undefined && {start: formatTime(start)}),
		...(end !== undefined && {end: formatTime(end)}),
	};
}

function describeCommand(stage: Stage) {
	return {...describeStage(stage), command: stage.command ?? null};
}

const config = {
	install: 'deno install',
	build: 'deno task build',
	predeploy: 'deno task migrate',
	crons: true,
	runtime: {type: 'dynamic', entrypoint: 'src/server.ts'},
};

/** Writes an entry as version 2 does. A line that was handed in is changed only where it is one of version 1. */
export function formatEntry(entry: ServedEntry): Line {
	const {isRaw, line, level, message, region, deploymentId} = entry;
	if (isRaw) {
		const {time, ...fields} = parseFields(line);
		return time === undefined || 'timestamp' in fields
			? line
			: JSON.stringify({
					timestamp: time,
					...fields,
					level: nameLevel(level),
					revision_id: deploymentId,
				});
	}

	const {timeText = formatTime(entry.time), traceId, spanId} = entry;
	return JSON.stringify({
		timestamp: timeText,
		level: nameLevel(level),
		message,
		revision_id: deploymentId,
		region,
		trace_id: traceId,
		span_id: spanId,
	});
}

export function formatBuildLine(buildLine: BuildLine): Line {
	const {isRaw, line, time, level, message, step, timeline} = buildLine;
	if (isRaw && message === '') {
		return line;
	}

	return JSON.stringify({
		timestamp: formatTime(time),
		level: nameLevel(level),
		message,
		step,
		timeline,
	});
}

function nameLevel(level: string) {
	return level === 'warning' ? 'warn' : level;
}
