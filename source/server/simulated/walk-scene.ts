import {setImmediate} from 'node:timers/promises';
import {canContain} from '../given/can-contain.ts';
import {passes, passesFields} from '../faults/passes.ts';
import {
	comparePositions,
	type PastRequest,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {formatTime} from '../wire/time-text.ts';
import {createRandom, mixSeeds} from './random.ts';
import {type Draft, type Scene} from './scene.ts';
import {render, type Template} from './template.ts';

/** So long a slice may take before the event loop turns. */
const sliceMilliseconds = 4;

/** The entries of a scene that match, in slices. */
export async function* walkScene(
	scene: Scene,
	request: PastRequest,
): AsyncGenerator<readonly ServedEntry[], void> {
	const {order, signal, after} = request;
	const since = Math.max(scene.from, request.range.since ?? 0);
	const until = Math.min(
		scene.until ?? Number.MAX_SAFE_INTEGER,
		request.range.until ?? Number.MAX_SAFE_INTEGER,
		Math.floor(request.arrivedBy * 1000) + 1,
	);
	if (since >= until) {
		return;
	}

	const slotOf = (time: number) =>
		Math.floor((time - scene.origin) / scene.slotLength);
	const step = order === 'asc' ? 1 : -1;
	const firstSlot = slotOf(
		after ? after.time : order === 'asc' ? since : until - 1,
	);
	const lastSlot = slotOf(order === 'asc' ? until - 1 : since);
	const isWanted = (entry: ServedEntry) =>
		entry.time >= since &&
		entry.time < until &&
		(!after || comparePositions(entry, after) * step > 0);
	const select = createSelector(scene, request);

	let gathered: ServedEntry[] = [];
	let sliceEnd = performance.now() + sliceMilliseconds;
	for (
		let slot = firstSlot;
		(slot - lastSlot) * step <= 0 && !signal.aborted;
		slot += step
	) {
		const entries = select(slot).filter((entry) => isWanted(entry));
		gathered.push(...(order === 'asc' ? entries : entries.toReversed()));
		if (performance.now() > sliceEnd) {
			yield gathered;
			gathered = [];
			await setImmediate(); // eslint-disable-line no-await-in-loop -- The slices are for the event loop's sake.
			sliceEnd = performance.now() + sliceMilliseconds;
		}
	}

	yield gathered;
}

/** The matching entries of a slot, oldest first. Messages are made only where they can match. */
function createSelector(scene: Scene, {filter}: PastRequest) {
	const answers = new Map<Template, boolean>();
	const canMatch = (template: Template) => {
		let answer = answers.get(template);
		if (answer === undefined) {
			answer = canContain(template, filter.text);
			answers.set(template, answer);
		}

		return answer;
	};

	const isCandidate = ({template, region}: Draft) =>
		passesFields(filter, {level: template.level, region}) && canMatch(template);

	return (slot: number): readonly ServedEntry[] => {
		const random = createRandom(mixSeeds(scene.seed, slot));
		const drafts = scene.draw(slot, random);
		if (!drafts.some((draft) => isCandidate(draft))) {
			return [];
		}

		return drafts
			.toSorted((a, b) => a.time - b.time)
			.flatMap((draft, sequence) =>
				isCandidate(draft) ? [createEntry(draft, sequence)] : [],
			)
			.filter((entry) => passes(filter, entry));
	};
}

function createEntry(
	{time, template, region, seed}: Draft,
	sequence: number,
): ServedEntry {
	const {level} = template;
	const message = render(template, createRandom(seed));
	return {
		time,
		sequence,
		level,
		message,
		region,
		arrival: time / 1000,
		get line() {
			return JSON.stringify({time: formatTime(time), level, message, region});
		},
	};
}
