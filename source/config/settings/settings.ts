import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
	findNodeAtLocation,
	getNodeValue,
	type Node,
	parseTree,
	type ParseError,
	printParseErrorCode,
} from 'jsonc-parser';
import {errorCode} from '../../base/error-code.ts';
import {looksLikeToken} from '../../log/token.ts';
import {isTimeZone} from '../../text/timestamp.ts';
import {type ThemeName} from '../../ui/look/theme.ts';
import {type Filter} from '../../log/query.ts';
import {type Refinement} from '../../log/refinement.ts';
import {UsageError} from '../usage-error.ts';
import {userFolder} from '../folders.ts';
import {readFilter, readWhere} from '../filter-flags.ts';
import {checkSettings, type Problem, settingsSchema} from './schema.ts';

/** Reads `config.jsonc` of the XDG config folder. What is wrong in it is a sentence with its line and key. */
export function readSettings(
	environment: Readonly<Record<string, string | undefined>>,
): SettingsFile {
	const folder = userFolder('XDG_CONFIG_HOME', environment);
	if (folder === undefined) {
		return none(undefined);
	}

	const files = names.map((name) => path.join(folder, name));
	for (const file of files) {
		const text = readText(file);
		if (text !== undefined) {
			return parseSettings(text, file);
		}
	}

	return none(files[0]);
}

/** Where a token is to be had. */
export type TokenPlace = {
	readonly variable?: string;
	readonly file?: string;
	readonly command?: readonly string[];
};

/** A query that the user has given a name. */
type NamedQuery = {
	readonly level?: string;
	readonly region?: string;
	readonly query?: string;
	readonly where?: readonly string[];
	readonly since?: string;
	readonly until?: string;
};

type Place = {
	readonly app?: string;
	readonly org?: string;
	readonly apiUrl?: string;
	readonly token?: TokenPlace;
};

export type NamedTarget = Place & {
	readonly deployment?: string;
	readonly project?: string;
};

/** What the user's file says. */
export type Settings = Place & {
	readonly theme?: ThemeName;
	readonly timeZone?: string;
	readonly buffer?: number;
	readonly bell?: boolean;
	readonly mouse?: boolean;
	readonly linear?: boolean;
	readonly keys?: Readonly<Record<string, string | readonly string[]>>;
	readonly queries?: Readonly<Record<string, NamedQuery>>;
	readonly apps?: Readonly<
		Record<
			string,
			{
				readonly columns?: readonly string[];
				readonly queries?: Readonly<Record<string, NamedQuery>>;
			}
		>
	>;
	readonly targets?: Readonly<Record<string, NamedTarget>>;
};

export type SettingsFile = {
	/** Where it is, or would be; absent where the user has no home. */
	readonly path?: string;
	readonly isThere: boolean;
	readonly settings: Settings;
	/** Where a key stands, for what is found to be wrong later: `FILE:12 keys.reload`. */
	readonly placeOf: (...key: readonly string[]) => string;
};

const names = ['config.jsonc', 'config.json'];

/** The settings in a text; `file` is how people know it. */
export function parseSettings(text: string, file: string): SettingsFile {
	const errors: ParseError[] = [];
	const bare = text.replace(/^\uFEFF/v, ' ');
	const root = parseTree(bare, errors, {allowTrailingComma: true});
	const [error] = errors;
	if (error !== undefined && bare.trim() !== '') {
		throw new UsageError(
			`${file}:${lineOf(bare, error.offset)} is no JSON (${printParseErrorCode(error.error)}). Mend it, or move the file away.`,
		);
	}

	if (root === undefined) {
		return {...none(file), isThere: true};
	}

	const problems = [
		...checkSettings(root, settingsSchema),
		...findFurtherProblems(root),
	];
	if (problems.length > 0) {
		throw new UsageError(problemWords(problems, bare, file));
	}

	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The schema says that it is.
	const settings = getNodeValue(root) as Settings;
	refuseSharedCommand(settings, file);
	return {
		path: file,
		isThere: true,
		settings,
		placeOf(...key) {
			const node = findNodeAtLocation(root, [...key]);
			return `${file}:${lineOf(bare, node?.offset ?? 0)} ${key.join('.')}`;
		},
	};
}

function none(file: string | undefined): SettingsFile {
	return {
		...(file !== undefined && {path: file}),
		isThere: false,
		settings: {},
		placeOf: (...key) => key.join('.'),
	};
}

/** Nothing where there is no such file. */
function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const code = errorCode(error);
		if (code === 'ENOENT' || code === 'ENOTDIR') {
			return undefined;
		}

		throw new UsageError(
			`${file} could not be read (${code ?? String(error)}). Mend that, or move the file away.`,
			{cause: error},
		);
	}
}

/** What no schema can say. */
function findFurtherProblems(root: Node): readonly Problem[] {
	const zone = findNodeAtLocation(root, ['timeZone']);
	const name = zone === undefined ? 'utc' : String(zone.value);
	return [
		...(zone === undefined || name.toLowerCase() === 'z' || isTimeZone(name)
			? []
			: [
					{
						offset: zone.offset,
						key: 'timeZone',
						words:
							'there is no such time zone; give local, utc or a name such as Europe/Paris',
					},
				]),
		...findTokens(root),
	];
}

/** A token has no place in a file that people show each other. */
function findTokens(node: Node): readonly Problem[] {
	return node.type === 'string' && looksLikeToken(String(node.value))
		? [
				{
					offset: node.offset,
					key: 'a text',
					words:
						'it looks like a token, which does not belong here; name a variable, a file or a command that has it',
				},
			]
		: (node.children ?? []).flatMap((child) => findTokens(child));
}

const mostProblems = 3;

function problemWords(
	problems: readonly Problem[],
	text: string,
	file: string,
): string {
	return [
		...problems
			.slice(0, mostProblems)
			.map(
				({offset, key, words}) =>
					`${file}:${lineOf(text, offset)} ${key === '' ? 'the whole' : key}: ${words}${words.endsWith('?') ? '' : '.'}`,
			),
		...(problems.length > mostProblems
			? [`And ${problems.length - mostProblems} more.`]
			: []),
	].join('\n');
}

function lineOf(text: string, offset: number): number {
	return text.slice(0, offset).split('\n').length;
}

/** A file that others can write could run anything. */
function refuseSharedCommand(settings: Settings, file: string): void {
	const places = [settings, ...Object.values(settings.targets ?? {})];
	const othersCanWrite = 0o022;
	if (
		places.some(({token}) => token?.command !== undefined) &&
		process.platform !== 'win32' &&
		// eslint-disable-next-line no-bitwise -- Permissions are bits.
		((statSync(file, {throwIfNoEntry: false})?.mode ?? 0) & othersCanWrite) !==
			0
	) {
		throw new UsageError(
			`${file} names a command, and others can write it. Run: chmod go-w ${file}`,
		);
	}
}

/** A query of the user's file, and the app that it is for; all where absent. */
export type OwnQuery = {
	readonly name: string;
	readonly app?: string;
	readonly filter: Filter;
	readonly refinements?: readonly Refinement[];
	/** As it would be typed at the time prompt. */
	readonly time?: string;
};

/** The queries of the user's file; what cannot be asked is a sentence with its place. */
export function readOwnQueries({
	settings,
	placeOf,
}: SettingsFile): readonly OwnQuery[] {
	return [
		...Object.entries(settings.queries ?? {}).map(([name, query]) =>
			readQuery(name, query, placeOf('queries', name)),
		),
		...Object.entries(settings.apps ?? {}).flatMap(([app, {queries = {}}]) =>
			Object.entries(queries).map(([name, query]) => ({
				...readQuery(name, query, placeOf('apps', app, 'queries', name)),
				app,
			})),
		),
	];
}

function readQuery(
	name: string,
	{since, until, where, ...asked}: NamedQuery,
	place: string,
): OwnQuery {
	if (since === undefined && until !== undefined) {
		throw new UsageError(`${place}: until needs since beside it.`);
	}

	try {
		const {where: refinements} = readWhere({where: [...(where ?? [])]});
		return {
			name,
			filter: readFilter(asked),
			...(refinements !== undefined && {refinements}),
			...(since !== undefined && {
				time: until === undefined ? since : `${since} to ${until}`,
			}),
		};
	} catch (error) {
		if (error instanceof UsageError) {
			throw new UsageError(`${place}: ${error.message}`, {cause: error});
		}

		throw error;
	}
}
