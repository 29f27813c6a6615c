import {type Micros} from '../../log/entry.ts';

/** A build as it stands at one moment. */
export type BuildState = {
	readonly stages: Readonly<Record<StageName | StepName, Stage>>;
	/** Says why a build that succeeded did not come up. */
	readonly failureDetail?: {
		readonly stage: string;
		readonly code: string;
		readonly message: string;
	};
	readonly cancellationRequestedAt?: Micros;
};

/** The stages of a build, one after the other. */
const stageNames = [
	'queued',
	'preparing',
	'installing',
	'building',
	'deploying',
] as const;

/** The steps of the last stage, on the timeline that the build is for. */
const stepNames = ['database', 'predeploy', 'warmup', 'routing'] as const;

export type StageName = (typeof stageNames)[number];
type StepName = (typeof stepNames)[number];

type StageStatus =
	| 'pending'
	| 'skipped'
	| 'running'
	| 'succeeded'
	| 'timed_out'
	| 'cancelled'
	| 'errored';

export type Stage = {
	readonly status: StageStatus;
	readonly start?: Micros;
	readonly end?: Micros;
	/** What is executed. */
	readonly command?: string;
};

type BuildOutcome = {
	readonly status: 'queued' | 'building' | 'succeeded' | 'failed' | 'skipped';
	readonly failureReason?: 'error' | 'cancelled' | 'timed_out' | 'skipped';
	/** When the build ended. */
	readonly finishedAt?: Micros;
};

const pending: Stage = {status: 'pending'};

export const waitingBuild: BuildState = {
	stages: {
		queued: pending,
		preparing: pending,
		installing: pending,
		building: pending,
		deploying: pending,
		database: pending,
		predeploy: pending,
		warmup: pending,
		routing: pending,
	},
};

/** A build whose stages took equally long. */
export function createEndedBuild(
	ending: 'succeeded' | 'errored',
	{start, end}: {start: Micros; end: Micros},
): BuildState {
	const failing = ending === 'errored' ? 'building' : undefined;
	const step = (end - start) / stageNames.length;
	let state = waitingBuild;
	for (const [index, name] of stageNames.entries()) {
		const from = Math.round(start + index * step);
		const to = Math.round(start + (index + 1) * step);
		if (name === 'deploying') {
			state = changeStage(state, {stage: name, status: 'running', at: from});
			for (const inner of stepNames) {
				state = changeStage(state, {
					stage: inner,
					status: inner === 'routing' ? 'succeeded' : 'skipped',
					at: to,
				});
			}
		}

		state = changeStage(state, {stage: name, status: 'running', at: from});
		if (name === failing) {
			return changeStage(state, {stage: name, status: 'errored', at: to});
		}

		state = changeStage(state, {stage: name, status: 'succeeded', at: to});
	}

	return state;
}

export type StageChange = {
	readonly stage: StageName | StepName;
	readonly status: StageStatus;
	readonly at: Micros;
	readonly command?: string;
	/** Of a start that fails after the build. */
	readonly failureDetail?: BuildState['failureDetail'];
};

/** Changes one stage; where it fails, what would come after it is skipped, and a step takes its stage with it. */
export function changeStage(
	state: BuildState,
	{stage: name, status, at, command, failureDetail}: StageChange,
): BuildState {
	const {start = at, command: earlierCommand} = state.stages[name];
	const stages = {
		...state.stages,
		[name]: {
			status,
			...(status !== 'pending' && status !== 'skipped' && {start}),
			...(isFinal(status) && status !== 'skipped' && {end: at}),
			command: command ?? earlierCommand,
		},
	};
	if (isFailure(status)) {
		for (const later of [...stageNames, ...stepNames]) {
			if (stages[later].status === 'pending') {
				stages[later] = {...stages[later], status: 'skipped'};
			}
		}

		const {deploying} = stages;
		if (name !== 'deploying' && deploying.status === 'running') {
			stages.deploying = {...deploying, status, end: at};
		}
	}

	return {...state, stages, ...(failureDetail && {failureDetail})};
}

/** Ends what runs in a way, and skips what has not begun. */
export function endBuild(
	state: BuildState,
	status: 'succeeded' | 'errored' | 'timed_out' | 'cancelled',
	at: Micros,
): BuildState {
	const names = [...stageNames, ...stepNames];
	const running = names.filter(
		(name) => state.stages[name].status === 'running',
	);
	const first = names.find((name) => state.stages[name].status === 'pending');
	if (status === 'succeeded') {
		let ended = state;
		for (const name of names) {
			if (!isFinal(ended.stages[name].status)) {
				ended = changeStage(ended, {stage: name, status, at});
			}
		}

		return ended;
	}

	let ended = state;
	for (const name of running.length > 0 ? running : first ? [first] : []) {
		ended = changeStage(ended, {stage: name, status, at});
	}

	return ended;
}

export function findOutcome({stages}: BuildState): BuildOutcome {
	const all = stageNames.map((name) => stages[name]);
	const failed = all.find(({status}) => isFailure(status));
	const finishedAt = Math.max(...all.map(({end}) => end ?? 0));
	if (failed) {
		return {
			status: 'failed',
			failureReason:
				failed.status === 'errored'
					? 'error'
					: failed.status === 'timed_out'
						? 'timed_out'
						: 'cancelled',
			finishedAt,
		};
	}

	if (all.every(({status}) => status === 'skipped')) {
		return {status: 'skipped', failureReason: 'skipped'};
	}

	if (all.every(({status}) => isFinal(status))) {
		return {status: 'succeeded', finishedAt};
	}

	return {status: isFinal(stages.queued.status) ? 'building' : 'queued'};
}

function isFinal(status: StageStatus) {
	return status !== 'pending' && status !== 'running';
}

function isFailure(
	status: StageStatus,
): status is 'timed_out' | 'cancelled' | 'errored' {
	return (
		status === 'timed_out' || status === 'cancelled' || status === 'errored'
	);
}
