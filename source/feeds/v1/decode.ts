import {
	type BuildEntry,
	type Micros,
	type EntryBatch,
} from '../../log/entry.ts';
import {
	type Deployment,
	type Project,
	statusNamed,
} from '../../log/deployment.ts';
import {type BuildLogBatch} from '../feed.ts';
import {isObject, nameOf, textOf} from '../json/json-value.ts';
import {textMember} from '../json/raw-member.ts';
import {parseLines} from '../json/parse-lines.ts';
import {readTime} from '../../log/wire-time.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type DecodeEntries} from '../json/entry-decoder.ts';

/** Reads a block of lines of the build log; a line that is none of its entries is counted. */
export function decodeBuildLog(block: Uint8Array): BuildLogBatch {
	const entries: BuildEntry[] = [];
	const lines = parseLines(block, (value, line) => {
		if (!isObject(value) || value['message'] === undefined) {
			return false;
		}

		entries.push({
			level: textOf(value['level']),
			message: textMember(value, line, 'message'),
		});
		return true;
	});
	return {entries, ...lines};
}

/** `undefined` where the value is no deployment. */
export function decodeDeployment(value: unknown): Deployment | undefined {
	const id = isObject(value) ? nameOf(value['id']) : undefined;
	if (!isObject(value) || id === undefined) {
		return undefined;
	}

	const {projectId, status, domains, databases, description} = value;
	return {
		id,
		projectId: nameOf(textOf(projectId)) ?? '',
		status: statusNamed(textOf(status)),
		domains: Array.isArray(domains)
			? domains.filter((domain) => typeof domain === 'string')
			: [],
		databases: decodeNames(databases),
		createdAt: decodeTime(value['createdAt']),
		updatedAt: decodeTime(value['updatedAt']),
		description: typeof description === 'string' ? description : undefined,
	};
}

/** The newest first; what is no deployment is left out. */
export function decodeDeployments(
	value: unknown,
): readonly Deployment[] | undefined {
	// Some write an empty list so.
	const list = value === null ? [] : value;
	return Array.isArray(list)
		? list
				.map((one) => decodeDeployment(one))
				.filter((deployment) => deployment !== undefined)
				.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
		: undefined;
}

/** As the server has them; what is no project is left out. */
export function decodeProjects(value: unknown): readonly Project[] | undefined {
	const list = value === null ? [] : value;
	return Array.isArray(list)
		? list
				.filter((one) => isObject(one))
				.flatMap(({id: value, name, updatedAt}) => {
					const id = nameOf(textOf(value));
					return id === undefined
						? []
						: {id, name: textOf(name) || id, updatedAt: decodeTime(updatedAt)};
				})
		: undefined;
}

function decodeNames(value: unknown): Record<string, string> {
	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).filter(
					(pair): pair is [string, string] => typeof pair[1] === 'string',
				),
			)
		: {};
}

function decodeTime(value: unknown): Micros | undefined {
	return typeof value === 'string' || typeof value === 'number'
		? readTime(String(value))
		: undefined;
}

/** The entries of an answer as its lines come, those of a chunk at once. Fails, after what came before, where the server says that something went wrong. */
export async function* decodeLines(
	lines: AsyncIterable<Uint8Array>,
	decode: DecodeEntries,
): AsyncGenerator<EntryBatch<EntryColumns>, void> {
	for await (const block of lines) {
		const batch = decode(block);
		if (batch.entries.length > 0 || batch.malformedCount > 0) {
			yield batch;
		}

		if (batch.failure !== undefined) {
			throw batch.failure;
		}
	}
}
