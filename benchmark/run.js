/**
Runs the benchmarks and prints the medians as a table and as JSON: `npm run benchmark`. It ends within ten minutes: what does not fit in is left out, which is said.

`--long` takes all the time that there is: more views, rates and rounds, and what takes minutes by itself. `--only NAME` (again for others) runs some; `--runs N` changes how often; `--json` leaves the table out. It measures the built program, so it builds it first.
*/
import {spawnSync} from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {budgets} from './budgets.js';

/** In this order, with about how many seconds each takes; how often it is run with `--long`; its words, and those of the short run. */
const plan = [
	{name: 'decode', seconds: 10, longRuns: 1},
	{name: 'search', seconds: 20, longRuns: 1},
	{name: 'screen', seconds: 15, longRuns: 1},
	{name: 'histogram', seconds: 10, longRuns: 3},
	{name: 'patterns', seconds: 20, longRuns: 3},
	{name: 'ingest', seconds: 20, longRuns: 5},
	{name: 'bytes', seconds: 45, longRuns: 5},
	{name: 'start', seconds: 25, longRuns: 1},
	{name: 'fields', seconds: 50, longRuns: 1},
	{name: 'print', seconds: 45, longRuns: 1, short: ['--pages', '40']},
	{name: 'memory', seconds: 30, longRuns: 1, short: ['--short']},
	{name: 'load', seconds: 30, longRuns: 1},
	{name: 'wire', seconds: 50, longRuns: 1},
	{name: 'follow', seconds: 60, longRuns: 5, short: ['--short']},
	{name: 'keys', seconds: 140, longRuns: 1, short: ['quiet', '--short']},
	{name: 'idle', seconds: 65, longRuns: 1, short: ['--short']},
	{name: 'hostile', seconds: 300, longRuns: 1, isLong: true},
	{name: 'scroll', seconds: 300, longRuns: 1, isLong: true},
	{name: 'soak', seconds: 900, longRuns: 1, isLong: true},
];
const mostShortMilliseconds = 600_000;
const mostMilliseconds = 1_800_000;
const peers = ['less', 'lnav'];

const {values: options} = parseArgs({
	options: {
		only: {type: 'string', multiple: true},
		runs: {type: 'string'},
		json: {type: 'boolean', default: false},
		long: {type: 'boolean', default: false},
	},
});
const started = performance.now();
const isShort = !options.long && options.only === undefined;
const chosen = plan.filter(
	({name, isLong}) =>
		options.only?.includes(name) ?? (options.long || isLong !== true),
);
if (chosen.length === 0) {
	throw new Error(`There is no benchmark named ${options.only.join(' or ')}.`);
}

run('npm', ['run', 'build'], 'the build');
for (const peer of peers) {
	if (versionOf(peer) === undefined) {
		tell(`${peer} is not installed: nothing is compared with it.`);
	}
}

const results = {};
for (const {name, seconds, longRuns, short = []} of chosen) {
	const runs = Number(options.runs ?? (isShort ? 1 : longRuns));
	const figures = [];
	for (let index = 0; index < runs; index++) {
		const left = isShort
			? mostShortMilliseconds - (performance.now() - started)
			: mostMilliseconds;
		if (left < seconds * 1000) {
			tell(`${name} is left out for want of time: --only ${name} runs it.`);
			break;
		}

		tell(`${name} ${index + 1} of ${runs}`);
		try {
			figures.push(
				JSON.parse(
					run(
						'npx',
						['tsx', `benchmark/${name}.ts`, ...(isShort ? short : [])],
						name,
						Math.floor(left),
					),
				),
			);
		} catch (error) {
			tell(error.message);
		}
	}

	if (figures.length > 0) {
		results[name] = mediansOf(figures);
	}
}

const machine = {
	processor: os.cpus()[0]?.model ?? 'unknown',
	cores: os.availableParallelism(),
	memoryGiB: Math.round(os.totalmem() / 1024 ** 3),
	system: `${os.type()} ${os.release()}`,
	node: process.version,
	load: os.loadavg()[0],
	...Object.fromEntries(
		peers.map((peer) => [peer, versionOf(peer) ?? 'not installed']),
	),
};
const verdicts = budgets.flatMap((budget) => verdictOf(budget) ?? []);
if (!options.json) {
	printTable();
}

console.log(JSON.stringify({machine, results}, undefined, '\t'));

function run(program, argv, what, timeout = mostMilliseconds) {
	const {stdout, stderr, status, error} = spawnSync(program, argv, {
		cwd: path.join(import.meta.dirname, '..'),
		encoding: 'utf8',
		env: {...process.env, NODE_ENV: 'production'},
		timeout,
	});
	if (status !== 0) {
		throw new Error(`${what} failed: ${error?.message ?? stderr}`);
	}

	return stdout;
}

/** Each number is the median of all runs; what is no number is that of the first. */
function mediansOf(all) {
	const [first] = all;
	if (typeof first === 'number') {
		return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
	}

	return typeof first === 'object' && first !== null
		? Object.fromEntries(
				Object.keys(first).map((key) => [
					key,
					mediansOf(
						all.map((one) => one?.[key]).filter((one) => one !== undefined),
					),
				]),
			)
		: first;
}

/** Nothing for what was not measured. */
function verdictOf({what, figure, most, least, times, of, beside}) {
	const value = figureAt(figure);
	if (value === undefined) {
		return undefined;
	}

	return {...judge({what, value, most, least, times, of}), beside};
}

function judge({what, value, most, least, times, of}) {
	const peer = of === undefined ? undefined : figureAt(of);
	if (of !== undefined && peer === undefined) {
		return {what, value, budget: `≤ ${times} × ${of}`, verdict: 'not compared'};
	}

	const limit = peer === undefined ? (most ?? least) : peer * times;
	const isMet = least === undefined ? value <= limit : value >= limit;
	return {
		what,
		value,
		budget:
			peer === undefined
				? `${least === undefined ? '≤' : '≥'} ${limit}`
				: `≤ ${times} × ${peer}`,
		verdict: isMet
			? 'met'
			: limit === 0
				? 'missed'
				: `missed: ${(value / limit).toFixed(2)} × the budget`,
	};
}

function figureAt(dotted) {
	let value = results;
	for (const key of dotted.split('.')) {
		value = value?.[key];
	}

	return typeof value === 'number' ? value : undefined;
}

function printTable() {
	console.log(
		Object.entries(machine)
			.map(([name, value]) => `${name}: ${value}`)
			.join('\n'),
	);
	console.log(
		'\n| what | budget | measured | beside it | |\n|---|---|---|---|---|',
	);
	for (const {what, budget, value, verdict, beside} of verdicts) {
		const other = beside === undefined ? undefined : figureAt(beside);
		console.log(
			`| ${what} | ${budget} | ${value} | ${other === undefined ? '' : `${beside}: ${other}`} | ${verdict} |`,
		);
	}

	console.log('');
}

function versionOf(program) {
	const {stdout, status} = spawnSync(program, ['--version'], {
		encoding: 'utf8',
	});
	return status === 0 ? stdout.split('\n')[0] : undefined;
}

function tell(text) {
	process.stderr.write(`${text}\n`);
}
