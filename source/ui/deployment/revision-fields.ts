import {
	type Deployment,
	type Timeline,
	readLabels,
} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {knownIds, shortId} from '../latest/latest-deployment.ts';
import {type Setting} from '../look/setting.ts';
import {type Theme} from '../look/theme.ts';
import {verdict} from '../look/verdict.ts';
import {safe} from '../look/words.ts';

/** What is known of a deployment, by its name. */
export type Field = {
	readonly name: string;
	/** With its colours. */
	readonly value: string;
};

/** Whether it has worked, and how long that took. */
export function statusField(deployment: Deployment, theme: Theme): Field {
	const {role, words, duration} = verdict(deployment);
	return {
		name: 'status',
		value: [
			theme.paint(role, words),
			...(duration === undefined ? [] : [`in ${duration}`]),
		].join(' '),
	};
}

/** What v2 tells of a revision: its fields, what was deployed, and what leads to it. */
export function revisionFields(
	deployment: Deployment,
	state: State,
	{timestamps, theme}: Setting,
): Field[] {
	const {failure, domains, createdAt, updatedAt, deletedAt} = deployment;
	const {timelines = []} = deployment;
	const {branch, commit, author} = readLabels(deployment);
	const at = (time: Micros | undefined) =>
		time === undefined ? 'unknown' : timestamps.dateTime(time);
	const field = (name: string, value: string): Field[] =>
		value === '' ? [] : [{name, value}];
	return [
		statusField(deployment, theme),
		...(failure === undefined
			? []
			: field(
					'failure',
					theme.paint(
						'bad',
						[failure.stage, failure.code, failure.message]
							.map((text) => safe(text))
							.filter(Boolean)
							.join(' · '),
					),
				)),
		...field('commit', safe(commit)),
		...field('branch', safe(branch)),
		...field('author', safe(author)),
		{name: 'created', value: at(createdAt)},
		...(updatedAt === undefined ? [] : [{name: 'built', value: at(updatedAt)}]),
		...(deletedAt === undefined
			? []
			: [{name: 'deleted', value: theme.paint('bad', at(deletedAt))}]),
		...(timelines.length === 0
			? [
					{
						name: 'domains',
						value: domains.map((domain) => safe(domain)).join(', ') || 'none',
					},
				]
			: timelines.map((timeline) => ({
					name: 'timeline',
					value: timelineWords(timeline),
				}))),
		...field('serves', servingWords(deployment, state)),
		{name: 'id', value: safe(deployment.id)},
		{name: state.logs.traits.words.project, value: safe(deployment.projectId)},
	];
}

/** `Production: shop.acme.deno.net, shop.example`. */
function timelineWords({name, hostnames}: Timeline): string {
	const hosts = hostnames.map((host) => safe(host)).join(', ');
	return name === '' ? hosts : `${safe(name)}: ${hosts || 'no domain'}`;
}

/** What people get now. Where a newer one has succeeded and does not, the timeline is locked. */
function servingWords({id}: Deployment, state: State): string {
	const {deployments} = state.latest;
	const serving = deployments.find(({isServing}) => isServing === true);
	if (serving === undefined) {
		return '';
	}

	const isLocked = deployments.slice(0, deployments.indexOf(serving)).some(
		(newer) =>
			newer.status.kind === 'succeeded' &&
			newer.isServing === false &&
			// That of a branch has a domain of the branch.
			newer.domains.every((domain) => domain.includes(newer.id)),
	);
	return [
		serving.id === id ? 'this one' : shortId(serving.id, knownIds(state)),
		...(isLocked ? ['the timeline is locked to it'] : []),
	].join(', ');
}
