import path from 'node:path';
import process from 'node:process';
import {type Open} from '../config/commands/open.ts';
import {type FileFeed, openFileFeed} from '../feeds/file/file-feed.ts';
import {OpenError} from '../feeds/file/open-source.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type Store} from '../store/create-store.ts';
import {sanitize} from '../text/sanitize.ts';
import {printFeed} from './print.ts';

const badUsage = 2;
const notFound = 4;

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
			isWhole: isPrinting && !options.isFollowing,
			...(!isPrinting && {
				onEntries: (entries) => reader.take(entries),
			}),
			signal: ending.signal,
		});
		if (isPrinting && !options.isFollowing) {
			tellIfLong(feed, files, onNotice);
		}

		return isPrinting
			? await printFeed(feed, options, onNotice)
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

/** In milliseconds: so long nothing is said of what takes time to read. */
const pipePatience = 5000;

/** What is first or last is known once all is read: lines may stand in any order of time. */
function tellIfLong(
	{ready}: FileFeed,
	files: readonly string[],
	onNotice: (text: string) => void,
) {
	const timer = setTimeout(() => {
		onNotice(
			`Not all has been read yet. What is printed is known at the end${files.includes('-') ? '; --follow prints what comes through a pipe as it comes' : ''}.`,
		);
	}, pipePatience);
	timer.unref();
	void ready.then(
		() => {
			clearTimeout(timer);
		},
		() => {
			clearTimeout(timer);
		},
	);
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
