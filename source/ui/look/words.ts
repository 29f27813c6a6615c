import {type Micros} from '../../log/entry.ts';
import {type FeedTraits} from '../../log/feed-traits.ts';
import {levelsFrom} from '../../log/level.ts';
import {createFilter, type Filter, type Query} from '../../log/query.ts';
import {type Refinement, refinementText} from '../../log/refinement.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {sanitize} from '../../text/sanitize.ts';
import {type Timestamps} from '../../text/timestamp.ts';

/** A text that came from outside, on one line, without colours of its own. */
export function safe(text: string): string {
	return sanitize(text.replaceAll(/\s+/gv, ' ').trim(), {hasColors: false});
}

/** `Revision` for `revision`. */
export function capitalize(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `1,204` */
export function count(value: number): string {
	// Not by the locale: that alone loads for some 10 ms at the start.
	return String(value).replaceAll(/\B(?=(?:\d{3}){1,6}$)/gv, ',');
}

/** `1 entry`, `37 entries`. */
export function counted(value: number, one: string, several: string): string {
	return `${count(value)} ${value === 1 ? one : several}`;
}

/** `warning and worse`, `error, info`; empty for all. */
export function levelWords({levels}: Filter): string {
	const names = levels.join(',');
	for (const [level, words] of [
		['error', 'errors only'],
		['warning', 'warning and worse'],
		['info', 'info and worse'],
	] as const) {
		if (names === createFilter({levels: levelsFrom(level)}).levels.join(',')) {
			return words;
		}
	}

	return safe(levels.join(', '));
}

/** `us-east4, europe-west3`, `5 regions`; empty for all. */
export function regionWords({regions}: Filter): string {
	return regions.length > 3
		? `${regions.length} regions`
		: regions.map((region) => shortRegion(region)).join(', ');
}

/** `us-east4` for `gcp-us-east4`. */
export function shortRegion(region: string): string {
	return safe(region.replace(/^gcp-/v, ''));
}

/** `"timeout"`; empty for none. */
export function textWords({text}: Pick<Filter, 'text'>): string {
	return text === '' ? '' : `"${sanitize(text, {hasColors: false})}"`;
}

/** `!"health" · /4\d\d/`; empty for nothing. */
export function refinementsWords({
	refinements,
}: Pick<Query, 'refinements'>): string {
	return refinements.map((one) => refinementWords(one)).join(' · ');
}

/** `!"health"`, `/4\d\d/`, `pattern "GET *"`. */
export function refinementWords(refinement: Refinement): string {
	const sign = refinement.effect === 'hide' ? '!' : '';
	const text = (value: string) => sanitize(value, {hasColors: false});
	switch (refinement.kind) {
		case 'text': {
			return `${sign}"${text(refinement.text)}"`;
		}

		case 'regex':
		case 'field': {
			return text(refinementText(refinement));
		}

		case 'pattern': {
			return `${sign}pattern "${safe(refinement.key)}"`;
		}
	}
}

/** What a filter lets through, in words; empty when that is everything. */
export function filterWords(filter: Filter): string {
	return [levelWords(filter), regionWords(filter), textWords(filter)]
		.filter(Boolean)
		.join(' · ');
}

/** What a query looks for, in words; empty when that is everything. */
export function queryWords(query: Query): string {
	return [filterWords(query.filter), refinementsWords(query)]
		.filter(Boolean)
		.join(' · ');
}

/** `since 2026-03-01 12:00:00`; empty for all times. */
export function rangeWords(
	{since, until}: TimeRange,
	timestamps: Timestamps,
): string {
	const at = timestamps.dateTime;
	if (since !== undefined && until !== undefined) {
		return `${at(since)} to ${timestamps.timeOn(since, until)}`;
	}

	if (until !== undefined) {
		return `until ${at(until)}`;
	}

	return since === undefined ? '' : `since ${at(since)}`;
}

export function orderWords({range, order}: Query): string {
	return range.until === undefined
		? ''
		: order === 'asc'
			? 'oldest first'
			: 'newest first';
}

/** `→ 16 cells`: how far rows are scrolled sideways; empty where they are not. */
export function shiftWords(shift: number): string {
	return shift === 0 ? '' : `→ ${count(shift)} cells`;
}

/** `8.2 s`, `2 m 05 s`, `3 h 20 m`. */
export function durationWords(duration: Micros): string {
	const tenths = Math.round(duration / 100_000);
	if (tenths < 600) {
		return `${(tenths / 10).toFixed(1)} s`;
	}

	const seconds = Math.round(duration / 1_000_000);
	const minutes = Math.floor(seconds / 60);
	return minutes < 60
		? `${minutes} m ${twoDigits(seconds % 60)} s`
		: `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}

/** A text of ours in the words of what is asked: v2's `revision` for `deployment`, `app` for `project`; files are since nothing. */
export function inWordsOf(
	{words, isAtHand}: Pick<FeedTraits, 'words' | 'isAtHand'>,
	text: string,
): string {
	return (
		isAtHand === true ? text.replace(/,? since this deployment/v, '') : text
	).replaceAll(/\b(?:deployment|project)(?=s?\b)/gv, (noun) =>
		noun === 'project' ? words.project : words.deployment,
	);
}
