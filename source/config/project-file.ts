import {readFileSync} from 'node:fs';
import path from 'node:path';
import {parse, type ParseError} from 'jsonc-parser';
import {UsageError} from './usage-error.ts';

/** Reads `deploy` of the nearest `deno.json` or `deno.jsonc`, from a folder upwards; what a member of a workspace leaves open, the workspace's root says. */
export function findProjectFile(folder: string): ProjectFile {
	let found: ProjectFile = {};
	let isInProject = false;
	for (let at = path.resolve(folder); ; at = path.dirname(at)) {
		const file = readFirst(at);
		// Above a project only the root of its workspace counts.
		if (file !== undefined && (!isInProject || 'workspace' in file.value)) {
			isInProject = true;
			found = {...readDeploy(file), ...found};
		}

		if (
			(found.app !== undefined && found.org !== undefined) ||
			at === path.dirname(at)
		) {
			return found;
		}
	}
}

/** What a name was found to be, and where. */
export type Found = {readonly value: string; readonly from: string};

/** What `deno.json` says of where its folder is deployed. */
export type ProjectFile = {readonly app?: Found; readonly org?: Found};

const names = ['deno.json', 'deno.jsonc'];

type File = {
	readonly path: string;
	readonly value: Readonly<Record<string, unknown>>;
};

function readFirst(folder: string): File | undefined {
	for (const name of names) {
		const file = path.join(folder, name);
		const text = readText(file);
		if (text !== undefined) {
			return {path: file, value: parseFile(text, file)};
		}
	}

	return undefined;
}

/** Nothing where there is no such file, or none that may be read. */
function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

function parseFile(text: string, file: string): File['value'] {
	const errors: ParseError[] = [];
	const value: unknown = parse(text.replace(/^\uFEFF/v, ''), errors, {
		allowTrailingComma: true,
	});
	const [error] = errors;
	if (error !== undefined) {
		const line = text.slice(0, error.offset).split('\n').length;
		throw new UsageError(
			`${file} is no JSON: look at line ${line}. Mend it, or name the app with --app and the organization with --org.`,
		);
	}

	return isObject(value) ? value : {};
}

function readDeploy({path: file, value}: File): ProjectFile {
	const deploy = isObject(value['deploy']) ? value['deploy'] : {};
	const read = (name: 'app' | 'org') => {
		const text = deploy[name];
		return typeof text === 'string' && text.trim() !== ''
			? {[name]: {value: text.trim(), from: file}}
			: {};
	};

	return {...read('app'), ...read('org')};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
