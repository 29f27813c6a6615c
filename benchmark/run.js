/**
Runs the benchmarks, each several times, and prints the medians as a table and as JSON: `npm run benchmark`.

`--only NAME` (again for others) runs some; `--runs N` changes how often; `--json` leaves the table out. It measures the built program, so it builds it first.
*/
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {budgets} from './budgets.js';

/** How often those are run that take long or repeat their measurements themselves. */
const runsOf = {
	idle: 1,
	start: 1,
	keys: 1,
	decode: 1,
	screen: 1,
	search: 1,
	load: 1,
	memory: 1,
	patterns: 3,
	histogram: 3,
};
/** What measures nothing, and what takes long: the soak and the scroll through a fortnight. */
const apart = new Set(['corpus', 'scroll', 'soak']);
const usualRuns = 5;
const mostMilliseconds = 900_000;
const peers = ['less', 'lnav'];

const {values: options} = parseArgs({
	options: {
		only: {type: 'string', multiple: true},
		runs: {type: 'string'},
		json: {type: 'boolean', default: false},
	},
});
const names = readdirSync(import.meta.dirname)
	.filter((name) => name.endsWith('.ts'))
	.map((name) => path.basename(name, '.ts'))
	.filter((name) => !apart.has(name))
	.filter((name) => options.only?.includes(name) ?? true);
if (names.length === 0) {
	throw new Error(`There is no benchmark named ${options.only.join(' or ')}.`);
}

run('npm', ['run', 'build'], 'the build');
for (const peer of peers) {
	if (versionOf(peer) === undefined) {
		tell(`${peer} is not installed: nothing is compared with it.`);
	}
}

const results = {};
for (const name of names) {
	const runs = Number(options.runs ?? runsOf[name] ?? usualRuns);
	const figures = [];
	for (let index = 0; index < runs; index++) {
		tell(`${name} ${index + 1} of ${runs}`);
		try {
			figures.push(
				JSON.parse(run('npx', ['tsx', `benchmark/${name}.ts`], name)),
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

function run(program, argv, what) {
	const {stdout, stderr, status, error} = spawnSync(program, argv, {
		cwd: path.join(import.meta.dirname, '..'),
		encoding: 'utf8',
		env: {...process.env, NODE_ENV: 'production'},
		timeout: mostMilliseconds,
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
function verdictOf({what, figure, most, least, times, of}) {
	const value = figureAt(figure);
	if (value === undefined) {
		return undefined;
	}

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
	console.log('\n| what | budget | measured | |\n|---|---|---|---|');
	for (const {what, budget, value, verdict} of verdicts) {
		console.log(`| ${what} | ${budget} | ${value} | ${verdict} |`);
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
