import {type Named} from './deployment-argument.ts';
import {UsageError} from './usage-error.ts';

/** What `deno deploy --json` printed → the revision that it names. Other lines may stand around the object. */
export function readDeployOutput(text: string): Named {
	for (const one of candidates(text)) {
		const named = readObject(one);
		if (named !== undefined) {
			return named;
		}
	}

	throw new UsageError(
		'What came on standard input names no revision. It is to be what deno deploy --json prints: {"org": "…", "app": "…", "revisionId": "…"}. Else name a deployment: deplog wait <deployment>',
	);
}

/** The whole of it, what stands between the outermost braces, and each line, the last one first. */
function candidates(text: string): readonly string[] {
	const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
	return [
		text,
		...(from === -1 || to < from ? [] : [text.slice(from, to + 1)]),
		...text.split('\n').toReversed(),
	];
}

function readObject(text: string): Named | undefined {
	const value = parse(text);
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	const members = new Map<string, unknown>(Object.entries(value));
	const id = readName(members.get('revisionId'));
	const app = readName(members.get('app'));
	const org = readName(members.get('org'));
	return id === undefined
		? undefined
		: {
				id,
				...(app !== undefined && {app}),
				...(org !== undefined && {org}),
			};
}

/** Nothing else is an id or a slug. */
function readName(value: unknown): string | undefined {
	return typeof value === 'string' && /^[\w.\-]{1,128}$/v.test(value)
		? value
		: undefined;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
