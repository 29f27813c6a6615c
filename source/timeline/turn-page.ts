import {type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {land, type Landing, type Page} from './page.ts';
import {type Continuation} from './timeline.ts';
import {continuationOf, goOn, isOverlapping} from './continuation.ts';

/** What has become of a page, and how paging goes on after it. */
export type Turned = {readonly continuations: readonly Continuation[]} & (
	| {readonly kind: 'landed'; readonly landing: Landing}
	/** It holds something of the page before it: what follows is asked for by its time instead. */
	| {readonly kind: 'overlapping'}
	/** Paging would never come to an end. */
	| {readonly kind: 'circle'}
);

export const circling: Failure = {
	message: 'The pages of past logs go round in a circle.',
	isRefusal: false,
};

/** Takes a page as what it is worth: servers end pages badly, and hand them out twice. */
export function turnPage(
	continuations: readonly Continuation[],
	page: Page,
	margin: Micros,
): Turned {
	const sortedPage = sorted(page);
	const known = continuationOf({continuations}, page);
	const previous = known?.cursor === page.cursor ? known : undefined;
	const others = continuations.filter((one) => one !== known);
	if (previous !== undefined && isOverlapping(sortedPage, previous)) {
		return {kind: 'overlapping', continuations: others};
	}

	const landing = land(sortedPage, previous?.carried ?? [], margin);
	const further = goOn(others, sortedPage, landing, previous);
	return further === 'circle'
		? {kind: 'circle', continuations: others}
		: {kind: 'landed', continuations: further, landing};
}

function sorted(page: Page): Page {
	return {...page, entries: page.entries.toSorted((a, b) => a.time - b.time)};
}
