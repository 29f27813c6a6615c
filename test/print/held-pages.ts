import {Buffer} from 'node:buffer';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {HeldPages} from '../../source/print/held-pages.ts';
import {type Line, linesOf} from '../../source/print/line.ts';

let folder = '';

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-held-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

const pageOf = (from: number, count = 100): Line[] => {
	const messages = Array.from(
		{length: count},
		(_, index) => `entry ${from + index} ü 🎉 \u0000 ${'x'.repeat(200)}`,
	);
	return linesOf({
		entries: messages.map((message, index) => ({
			time: from + index,
			timeText: 'odd',
			level: 'info',
			region: 'r',
			message,
		})),
		rawLine: (index) =>
			Buffer.concat([
				Buffer.from(JSON.stringify({message: messages[index]})),
				Buffer.from([0xff]),
			]),
		malformedCount: 0,
	});
};

const partsOf = (line: Line) => ({
	entry: line.read(),
	raw: Buffer.from(line.raw),
});

const noteIn = (notices: string[]) => (text: string) => {
	notices.push(text);
};

async function held(pages: HeldPages) {
	const all: Array<ReadonlyArray<ReturnType<typeof partsOf>>> = [];
	for await (const lines of pages.takeBackwards()) {
		all.push(lines.map((line) => partsOf(line)));
	}

	return all;
}

test('pages beyond the ceiling wait in a file without a name, and come back as they were', async () => {
	const notices: string[] = [];
	const pages = new HeldPages(noteIn(notices), {
		most: 100_000,
		folder,
	});
	const all = Array.from({length: 20}, (_, index) => pageOf(index * 100));
	for (const lines of all) {
		// eslint-disable-next-line no-await-in-loop -- A page follows the other.
		await pages.add(lines);
	}

	expect(await readdir(folder)).toEqual([]);
	expect(notices).toEqual([expect.stringContaining('temporary file')]);
	expect(await held(pages)).toEqual(
		all.toReversed().map((lines) => lines.map((line) => partsOf(line))),
	);
});

test('few pages need no file', async () => {
	const notices: string[] = [];
	const pages = new HeldPages(noteIn(notices), {folder});
	await pages.add(pageOf(0));
	expect(await held(pages)).toHaveLength(1);
	expect(notices).toEqual([]);
});

test('where there is no room for a file nothing is lost, and that is said', async () => {
	const notices: string[] = [];
	const gone = path.join(folder, 'gone');
	const pages = new HeldPages(noteIn(notices), {
		most: 1000,
		folder: gone,
	});
	for (let index = 0; index < 5; index++) {
		// eslint-disable-next-line no-await-in-loop -- A page follows the other.
		await pages.add(pageOf(index * 100));
	}

	expect(notices).toEqual([expect.stringMatching(/no room.*ENOENT.*memory/v)]);
	const all = await held(pages);
	expect(all.flat()).toHaveLength(500);
});
