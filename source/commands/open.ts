import path from 'node:path';
import process from 'node:process';
import {type Open} from '../config/commands/open.ts';
import {type Options} from '../config/options.ts';
import {type FileFeed, openFileFeed} from '../feeds/file/file-feed.ts';
import {OpenError} from '../feeds/file/source/open-source.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type Store} from '../store/create-store.ts';
import {sanitize} from '../text/sanitize.ts';
import {printFeed} from './print.ts';

/** Explores or prints files; the result is the exit code. */
export async function openFiles(
	{files, options, isPrinting}: Open,
	onNotice: (text: string) => void,
): Promise<number> {
	if (files.includes('-') && process.stdin.isTTY) {
		onNotice(
			'Standard input is the terminal. Name a file, or pipe a log to it: app | deplog open -',
		);
		return badUsage;
	}

	const ending = new AbortController();
	const loaded: EntryColumns[] = [];
	const reader = {
		take(entries: EntryColumns): 'kept' | 'copied' {
			loaded.push(entries);
			return 'kept';
		},
	};
	try {
		const feed = await openFileFeed({
			names: files,
			stdin: process.stdin,
			timeZone: options.timeZone,
			mayBeEmpty: options.isFollowing,
			...(isPrinting && {
				endPatience: options.isFollowing
					? 0
					: mayFollow(options)
						? pipePatience
						: Number.POSITIVE_INFINITY,
				onLongWait() {
					onNotice(
						'Not all has been read yet. What is printed is known at the end.',
					);
				},
			}),
			...(!isPrinting && {
				onEntries: (entries) => reader.take(entries),
			}),
			signal: ending.signal,
		});
		return isPrinting
			? await printFiles(feed, options, onNotice)
			: await exploreFiles(
					feed,
					{files, options, isPrinting},
					{
						onNotice,
						watchSource({dispatch}) {
							const take = (entries: EntryColumns) => {
								dispatch({kind: 'source-entries', entries});
								return 'copied' as const;
							};

							// What was read before there was a screen.
							for (const entries of loaded.splice(0)) {
								take(entries);
							}

							reader.take = take;
							watchSource(feed, dispatch);
						},
					},
				);
	} catch (error) {
		if (error instanceof OpenError) {
			onNotice(sanitize(error.message, {hasColors: false}));
			return error.isUsage ? badUsage : notFound;
		}

		throw error;
	} finally {
		ending.abort();
	}
}

const badUsage = 2;
const notFound = 4;

/** In milliseconds: what comes through a pipe for longer may never end. */
const pipePatience = 1000;

/** Whether the flags leave it open how far a pipe is read: else its end is waited for. */
function mayFollow({limit, range, order, summary}: Options): boolean {
	return (
		limit === undefined &&
		range.until === undefined &&
		order === 'asc' &&
		summary === undefined
	);
}

/** A pipe that does not end is followed, since otherwise nothing would ever be printed. */
async function printFiles(
	feed: FileFeed,
	options: Options,
	onNotice: (text: string) => void,
): Promise<number> {
	if (!feed.isPiped || options.isFollowing || !mayFollow(options)) {
		return printFeed(feed, options, onNotice);
	}

	await feed.ready;
	const isFlood = feed.isFlood();
	const isFollowing = isFlood || !feed.isOver();
	const printing = printFeed(
		feed,
		isFlood
			? {...options, range: {since: options.range.since ?? 0}}
			: {...options, isFollowing},
		onNotice,
	);
	// Who reads this may end deplog at once: by now it listens to signals.
	if (isFollowing) {
		onNotice(
			'What is piped in has not ended, so it is printed as it comes. With --limit its end is waited for.',
		);
	}

	return printing;
}

async function exploreFiles(
	feed: FileFeed,
	{files, options}: Omit<Open, 'kind'>,
	{
		onNotice,
		watchSource,
	}: {
		readonly onNotice: (text: string) => void;
		readonly watchSource: (store: Store) => void;
	},
): Promise<number> {
	const {explore} = await import('./explore.ts');
	return explore(
		{
			...options,
			deploymentId: nameOf(files),
			// Nothing is asked of it.
			apiUrl: new URL('http://localhost/v1'),
			flags: [],
			isSimulated: false,
			wordsOf: () => ['deplog', 'open', ...files],
			feed,
			watchSource,
		},
		onNotice,
	);
}

/** Tells the store what becomes known of the files. */
function watchSource(feed: FileFeed, dispatch: Store['dispatch']) {
	const tell = () => {
		dispatch({kind: 'source-told', source: feed.source()});
	};

	feed.onChange(tell);
	tell();
}

/** As the header says it. */
function nameOf([first = '', ...others]: readonly string[]): string {
	const name = first === '-' ? 'standard input' : path.basename(first);
	return others.length === 0 ? name : `${name} +${others.length}`;
}
