import {Buffer} from 'node:buffer';
import process from 'node:process';
import {type Diff} from '../config/commands/diff.ts';
import {type Target} from '../config/target.ts';
import {terminalJson} from '../print/format-lines.ts';
import {createOutput} from '../print/output.ts';
import {Grouping} from '../store/patterns/grouping.ts';
import {type Options} from '../config/options.ts';
import {firstLine} from '../log/first-line.ts';
import {createTimestamps, type Timestamps} from '../text/timestamp.ts';
import {sanitize} from '../text/sanitize.ts';
import {
	comparePatterns,
	type Change,
	type ChangedPattern,
	readSample,
	type Sample,
} from './diff/samples.ts';
import {exitCodeOfWriting, tellApiError} from './endings.ts';
import {findApp} from './find-app.ts';

/** Prints which patterns of messages a deployment has that another one has not, and the other way round; the result is the exit code. */
export async function diff(
	targets: readonly Target[],
	{options, isJson}: Pick<Diff, 'options' | 'isJson'>,
	onNotice: (text: string) => void,
): Promise<number> {
	try {
		const found: Target[] = [];
		for (const target of targets) {
			// eslint-disable-next-line no-await-in-loop -- What is said of the first comes first.
			const withApp = await findApp(target, onNotice);
			if (withApp.kind === 'unknown') {
				onNotice(withApp.reason);
				return 2;
			}

			found.push(withApp.target);
		}

		// One grouping for both, so that like messages are of one pattern.
		const grouping = new Grouping();
		const [a, b] = await Promise.all(
			found.map(async (target) => readSample(target, options, grouping)),
		);
		if (a === undefined || b === undefined) {
			return 1;
		}

		const compared = comparePatterns(a, b, grouping);
		const output = createOutput(process.stdout);
		await output.write(
			Buffer.from(
				isJson
					? diffJson(compared, options)
					: diffText(compared, a, b, options),
			),
		);
		await output.flush();
		return output.gone.aborted
			? exitCodeOfWriting(output.gone.reason, onNotice)
			: 0;
	} catch (error) {
		return tellApiError(error, onNotice);
	}
}

const changes: readonly Change[] = ['new', 'gone', 'more frequent'];

const headings: Readonly<
	Record<Change, {readonly certain: string; readonly doubtful: string}>
> = {
	new: {
		certain: 'new in b',
		doubtful: 'only in b, but so few that a may log them too',
	},
	gone: {
		certain: 'gone in b',
		doubtful: 'only in a, but so few that b may log them too',
	},
	'more frequent': {
		certain: 'more than three times as frequent in b',
		doubtful: 'more than three times as frequent in b, perhaps by chance',
	},
};

/** An object on a line for each pattern. */
export function diffJson(
	patterns: readonly ChangedPattern[],
	{isOnTerminal = false}: Pick<Options, 'isOnTerminal'> = {},
): string {
	const text = patterns
		.map(({change, isCertain, pattern, level, before, after}) =>
			JSON.stringify({
				change,
				certain: isCertain,
				level,
				pattern,
				before,
				after,
			}),
		)
		.map((line) => `${line}\n`)
		.join('');
	return isOnTerminal ? terminalJson(text) : text;
}

/** For people: what was looked at, then the patterns by what became of them. */
export function diffText(
	patterns: readonly ChangedPattern[],
	a: Sample,
	b: Sample,
	{timeZone, hasColors}: Pick<Options, 'timeZone' | 'hasColors'>,
): string {
	const timestamps = createTimestamps(timeZone);
	const bold = (text: string) =>
		hasColors ? `\u001B[1m${text}\u001B[22m` : text;
	const lines = [
		`${bold('a')}  ${sampleWords(a, timestamps)}`,
		`${bold('b')}  ${sampleWords(b, timestamps)}`,
	];
	for (const change of changes) {
		const {certain, doubtful} = headings[change];
		const changed = patterns.filter((one) => one.change === change);
		const doubted = changed.filter(({isCertain}) => !isCertain);
		lines.push(
			'',
			bold(`${certain}: ${changed.length - doubted.length}`),
			...changed
				.filter(({isCertain}) => isCertain)
				.map((one) => patternLine(one)),
			...(doubted.length === 0
				? []
				: [
						bold(`${doubtful}: ${doubted.length}`),
						...doubted.map((one) => patternLine(one)),
					]),
		);
	}

	const doubts = [
		...(a.isWhole ? [] : ['what is new in b may be in the rest of a']),
		...(b.isWhole ? [] : ['what is gone may be in the rest of b']),
	];
	return [
		...lines,
		...(doubts.length === 0
			? []
			: [
					'',
					`Not all was looked at: ${doubts.join(', ')}. --limit takes more.`,
				]),
		'',
	].join('\n');
}

function sampleWords(
	{deploymentId, entryCount, from, to, isWhole, firstError}: Sample,
	timestamps: Timestamps,
): string {
	const at = (time: number) => timestamps.dateTime(time);
	const count = `${isWhole ? '' : 'the newest '}${entryCount.toLocaleString('en')} ${entryCount === 1 ? 'entry' : 'entries'}`;
	return [
		safe(deploymentId),
		entryCount === 0
			? 'no entries'
			: `${count}, ${at(from)} to ${at(to)} ${timestamps.zoneLabel(to)}`,
		firstError === undefined
			? 'no error'
			: `first error ${at(firstError.time)} ${safe(firstLine(firstError.message).line)}`,
	].join('  ');
}

function patternLine({
	change,
	level,
	pattern,
	before,
	after,
}: ChangedPattern): string {
	const frequency =
		change === 'more frequent'
			? `${rate(before.perHour)} → ${rate(after.perHour)}/h`
			: `${rate(change === 'new' ? after.perHour : before.perHour)}/h`;
	const {count} = change === 'gone' ? before : after;
	return `  ${safe(level).padEnd(7)}  ×${count}  ${frequency}  ${safe(pattern)}`;
}

/** `0.4`, `12`, `1,204`. */
function rate(perHour: number): string {
	return perHour < 10
		? String(Number(perHour.toFixed(1)))
		: Math.round(perHour).toLocaleString('en');
}

function safe(text: string): string {
	return sanitize(text.replaceAll(/\s+/gv, ' ').trim(), {hasColors: false});
}
