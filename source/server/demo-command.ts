import {type PlainFault} from './faults/faults.ts';

/** What the demo's server can be told while it runs. */
export type DemoCommand =
	| {readonly kind: 'fault'; readonly fault: PlainFault}
	/** Ends all faults. */
	| {readonly kind: 'heal'}
	/** Cuts the network until `reconnect`. */
	| {readonly kind: 'disconnect'}
	| {readonly kind: 'reconnect'};

/** What the worker says when it is ready. */
export type DemoReady = {readonly url: string};
