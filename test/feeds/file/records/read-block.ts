import {Buffer} from 'node:buffer';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {
	detectFormat,
	createAnyReader,
} from '../../../../source/feeds/file/lines/formats.ts';
import {
	type BlockReader,
	type BlockState,
	readBlock,
} from '../../../../source/feeds/file/records/read-block.ts';
import {v1Names} from '../../../../source/feeds/json/entry-decoder.ts';
import {EntryReader} from '../../../../source/feeds/json/entry-reader.ts';

const folder = path.join(import.meta.dirname, '../../../fixtures/logs');
const context = {timeZone: 'utc', writtenAt: 1_795_780_800_000_000};

/** Lines as programs write them one after the other, which no sample file has enough of. */
const programs: Readonly<Record<string, (index: number) => string>> = {
	pino: (index) =>
		`{"level":${10 + (index % 6) * 10},"time":${1_795_514_400_000 + index},"pid":${index},"hostname":"web-${index % 2}","ok":true,"ms":${index / 8},"user":"a b","msg":"${messages[index % messages.length] ?? ''}"}`,
	winston: (index) =>
		`{"level": "info", "message": "${messages[index % messages.length] ?? ''}", "n": ${index % 9 === 0 ? '-1.50' : '-1.5'}, "timestamp": "2026-11-24T10:${String(index % 60).padStart(2, '0')}:00.000Z", "who": "${index % 3 === 0 ? '=x' : index % 9 === 1 ? 'é' : 'me'}"}`,
	zap: (index) =>
		`{"level":"warn","ts":${1_795_514_400 + index}.5,"caller":"a.go:1","msg":"up","size":${index % 9 === 0 ? '1e3' : index % 7 === 0 ? '9007199254740993' : 1000}}`,
	logfmt: (index) =>
		`time=2026-11-24T10:00:${String(index % 60).padStart(2, '0')}Z level=${index % 3 === 0 ? 'error' : 'info'} msg="${messages[index % messages.length] ?? ''}" a=b  c="d e" level=x`,
	syslog: (index) =>
		`Nov 24 10:00:${String(index % 60).padStart(2, '0')} web-${index % 3} app[${index % 5}]: ${index % 4 === 0 ? 'ERROR ' : ''}${messages[index % messages.length] ?? ''}`,
	access: (index) =>
		`10.0.0.${index % 9} - ${index % 2 === 0 ? '-' : 'ann'} [24/Nov/2026:10:00:${String(index % 60).padStart(2, '0')} +0000] "GET /${index % 3 === 0 ? String.raw`\"x` : 'a'} HTTP/1.1" ${200 + (index % 4) * 100} ${index} "-" "agent"`,
	text: (index) =>
		`2026-11-24 10:00:${String(index % 60).padStart(2, '0')},${100 + (index % 900)} ${index % 5 === 0 ? '[error]' : 'INFO '} ${messages[index % messages.length] ?? ''}`,
	brackets: (index) =>
		`[2026-11-24T10:00:${String(index % 60).padStart(2, '0')}.123456Z] app: ${messages[index % messages.length] ?? ''}`,
};
const messages = [
	'up',
	'',
	'TypeError: x is no function',
	'wörter, 日本 and 😀',
	String.raw`said \"no\"\n`,
	String.raw`tab\there \\`,
	'ends with }',
	'\u001B[31mred\u001B[0m',
	'key=value level=error',
	'a  b  ',
	String.raw`\u00e9 \ud83d\ude00`,
	'WARN: late',
];
/** What may stand between them. */
const strangers = [
	'    at main (/app/index.js:3:1)',
	'',
	'Caused by: java.io.IOException: gone',
	'no time at all',
	'\0\0\u0000after zeros',
	'{"level":30,"time":"soon","msg":5}',
	'2026-11-24T10:00:00Z another program',
	'windows\r',
];

test('lines read off their bytes are the entries that they are as text', () => {
	const files: Array<readonly [string, readonly string[]]> = [
		...readdirSync(folder)
			.filter((name) => name !== 'expected.json')
			.map((name) => {
				const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
				return [name, Array.from({length: 2}, () => lines).flat()] as const;
			}),
		...Object.entries(programs).map(
			([name, line]) =>
				[
					name,
					Array.from({length: 120}, (_, index) => [
						line(index),
						...(index % 7 === 6
							? [strangers[index % strangers.length] ?? '']
							: []),
					]).flat(),
				] as const,
		),
	];
	for (const [name, lines] of files) {
		const bytes = Buffer.from(lines.join('\n'));
		for (const [length, place] of [
			[bytes.length, undefined],
			[1500, 'app.log'],
		] as const) {
			expect(readAll(bytes, {length, place, isByBytes: true}), name).toEqual(
				readAll(bytes, {length, place, isByBytes: false}),
			);
		}
	}
});

test('a byte order mark is of no line, in whichever format and wherever a file was added to another', () => {
	for (const [name, line] of Object.entries(programs)) {
		const lines = Array.from({length: 12}, (_, index) => line(index));
		const marked = lines.map((one, index) =>
			index % 4 === 0 ? `\uFEFF${one}` : one,
		);
		const read = (all: readonly string[], isByBytes: boolean) => {
			const bytes = Buffer.from(all.join('\n'));
			const options = {length: bytes.length, place: undefined, isByBytes};
			return readAll(bytes, options).map(({entries, lines}) => [
				entries,
				lines,
			]);
		};

		const wanted = read(lines, false);
		expect(read(marked, false), name).toEqual(wanted);
		expect(read(marked, true), name).toEqual(wanted);
	}
});

test('most lines of a program are read off their bytes', () => {
	for (const [name, line] of Object.entries(programs)) {
		const lines = Array.from({length: 300}, (_, index) => line(index));
		const {format} = detectFormat(lines.join('\n'), context);
		let count = 0;
		const counted: BlockReader = {
			...readerOf(format),
			format: {
				...format,
				read(line) {
					count++;
					return format.read(line);
				},
			},
		};
		const bytes = Buffer.from(lines.join('\n'));
		readBlock(bytes, {state: {time: 0, untimedCount: 0}, isEnd: true}, counted);
		expect(count, name).toBeLessThan(200);
	}
});

function readerOf(format: BlockReader['format'], place?: string): BlockReader {
	return {
		format,
		readOdd: createAnyReader(context),
		columnReader: new EntryReader(v1Names),
		isApi: false,
		...(place !== undefined && {place}),
	};
}

/** All that blocks of so many bytes hold, as a file is read. */
function readAll(
	bytes: Uint8Array,
	{
		length: wanted,
		place,
		isByBytes,
	}: {
		readonly length: number;
		readonly place: string | undefined;
		readonly isByBytes: boolean;
	},
) {
	const {format} = detectFormat(Buffer.from(bytes).toString(), context);
	const {bytes: byteReader, ...asText} = format;
	const reader = readerOf(
		isByBytes && byteReader !== undefined
			? {...asText, bytes: byteReader}
			: asText,
		place,
	);
	const all = [];
	let state: BlockState = {time: 0, untimedCount: 0};
	let length = wanted;
	for (let at = 0; at < bytes.length;) {
		const isEnd = at + length >= bytes.length;
		const block = readBlock(
			bytes.subarray(at, at + length),
			{state, isEnd},
			reader,
		);
		const {entries, lineCount, oddCount, ownLine} = block;
		if (block.length === 0) {
			length *= 2;
			continue;
		}

		all.push({
			entries: [...entries],
			lines: Array.from({length: entries.length}, (_, index) =>
				Buffer.from(ownLine(index) ?? []).toString(),
			),
			lineCount,
			oddCount,
			length: block.length,
			state: block.state,
		});
		state = block.state;
		at += block.length;
		length = wanted;
	}

	return all;
}
