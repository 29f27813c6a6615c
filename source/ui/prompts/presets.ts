import {type State} from '../../store/state.ts';

const durations = ['15m', '1h', '6h', '24h', '7d', '14d'];

/** What the time prompt offers: since so long ago, and since this deployment. */
export function presets({details}: State): readonly string[] {
	return details.deployment?.createdAt === undefined
		? durations
		: [...durations, 'deployment'];
}

/** The preset that follows what stands at the prompt; the first or last one where that is none of them. */
export function presetAfter(value: string, by: number, state: State): string {
	const all = presets(state);
	const index = all.indexOf(value);
	const next = index === -1 ? (by > 0 ? 0 : all.length - 1) : index + by;
	return all[(next + all.length) % all.length] ?? value;
}
