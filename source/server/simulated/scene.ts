import {type Micros} from '../../log/entry.ts';
import {type Random} from './random.ts';
import {type Template} from './template.ts';

/**
What a simulated program logs, cut into slots of time.

A slot's content is a function of the seed and its number alone, so that any range is the same each time and nothing is stored.
*/
export type Scene = {
	readonly seed: number;
	/** Where slot 0 begins. Slots before it have negative numbers. */
	readonly origin: Micros;
	/** Micros. */
	readonly slotLength: number;
	/** The program logs from here on. */
	readonly from: Micros;
	/** And until here, where it has ended. */
	readonly until?: Micros;
	/** The entries of a slot in any order. */
	readonly draw: (slot: number, random: Random) => Draft[];
};

/** An entry whose message is not made yet. */
export type Draft = {
	readonly time: Micros;
	readonly template: Template;
	readonly region: string;
	/** Of the message. */
	readonly seed: number;
};
