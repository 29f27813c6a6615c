import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {type Micros} from '../../log/entry.ts';
import {type Order} from '../../log/query.ts';
import {type EntryFilter} from '../given/entry-filter.ts';
import {type Position} from '../given/served-deployment.ts';
import {invalidParameter, type Problem} from './problem.ts';

/** What a cursor remembers: the last entry of its page, and where the range ended when its first page was asked for. */
export type Cursor = {
	readonly after: Position;
	readonly until: Micros;
};

/** What must stay the same from page to page. */
export type CursorScope = {
	readonly sourceId: string;
	readonly filter: EntryFilter;
	readonly since?: Micros;
	readonly until?: Micros;
	readonly order: Order;
};

export function writeCursor(cursor: Cursor, scope: CursorScope): string {
	const content = [
		cursor.after.time,
		cursor.after.sequence,
		cursor.until,
		digest(scopeText(scope)),
	].join('.');
	return Buffer.from(`${content}.${digest(content)}`).toString('base64url');
}

export function readCursor(text: string, scope: CursorScope): Cursor {
	const decoded = Buffer.from(text, 'base64url').toString('latin1');
	const content = decoded.slice(0, decoded.lastIndexOf('.'));
	if (
		Buffer.from(decoded, 'latin1').toString('base64url') !== text ||
		decoded !== `${content}.${digest(content)}`
	) {
		throw damaged();
	}

	const [time, sequence, until, scopeDigest] = content.split('.');
	if (scopeDigest !== digest(scopeText(scope))) {
		throw invalidParameter(
			'The cursor belongs to another query; send it with the parameters of the page that it came from.',
		);
	}

	return {
		after: {time: Number(time), sequence: Number(sequence)},
		until: Number(until),
	};
}

function damaged(): Problem {
	return invalidParameter(
		'The cursor is damaged; send it as it came, or leave it out to start from the first page.',
	);
}

function scopeText({sourceId, filter, since, until, order}: CursorScope) {
	return JSON.stringify([
		sourceId,
		filter.levels,
		filter.regions,
		filter.text,
		filter.leastRank,
		since,
		until,
		order,
	]);
}

function digest(text: string) {
	return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
