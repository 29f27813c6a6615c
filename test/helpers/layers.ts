import path from 'node:path';
import ts from 'typescript';

/** Path below source/ → text. */
export type Sources = ReadonlyMap<string, string>;

export type Import = {
	readonly name: string;
	readonly isTypeOnly: boolean;
};

type Layer = {
	/** Rooms, and packages or `node:` modules by name; a name that ends in `*` stands for all that begin so. */
	readonly mayImport: readonly string[];
	/** Rooms of which types alone are known. */
	readonly mayImportTypes?: readonly string[];
};

/** The table of docs/architecture.md. */
const layers: ReadonlyMap<string, Layer> = new Map([
	['base', {mayImport: []}],
	['log', {mayImport: ['base', 'chrono-node*']}],
	['text', {mayImport: ['base', 'string-width']}],
	['timeline', {mayImport: ['base', 'log']}],
	[
		'feeds',
		{
			mayImport: ['base', 'log', 'undici', 'undici/*', 'node:*'],
			mayImportTypes: ['timeline'],
		},
	],
	// Bytes, but neither input nor output.
	['store', {mayImport: ['base', 'log', 'timeline', 'node:buffer']}],
	['server', {mayImport: ['node:*'], mayImportTypes: ['log']}],
	// Where terminals disagree on a width is asked of the library itself.
	['terminal', {mayImport: ['base', 'text', 'get-east-asian-width', 'node:*']}],
	[
		'ui',
		{
			mayImport: [
				'base',
				'timeline',
				'store',
				'log',
				'text',
				'ink',
				'react',
				'fuse.js*',
			],
		},
	],
]);

/** Rooms that belong to the root: each is part of one command. */
const rootRooms: ReadonlySet<string> = new Set([
	'config',
	'print',
	'session',
	'commands',
]);

/** Sentences, one for each import that its layer does not allow. */
export function findForbidden(sources: Sources): readonly string[] {
	return [...sources].flatMap(([file, text]) =>
		readImports(file, text)
			.filter((imported) => !isAllowed(file, imported))
			.map(({name}) => `${file} may not import ${name}`),
	);
}

/** The files of a circle of imports, the first one again at the end. */
export function findCircle(sources: Sources): readonly string[] | undefined {
	return findCircleIn(sources.keys(), (file) => importedFiles(file, sources));
}

/** The children of one folder, files and folders, that import each other in a circle, the first one again at the end. */
export function findFolderCircle(
	sources: Sources,
): readonly string[] | undefined {
	const imported = new Map<string, Set<string>>();
	for (const file of sources.keys()) {
		for (const target of importedFiles(file, sources)) {
			const [from, to] = siblingsOf(file, target);
			if (from !== to) {
				imported.set(from, (imported.get(from) ?? new Set()).add(to));
			}
		}
	}

	return findCircleIn(imported.keys(), (child) => [
		...(imported.get(child) ?? []),
	]);
}

/** Where two files part: the children of the folder that both are below. */
function siblingsOf(file: string, other: string): readonly [string, string] {
	const [a, b] = [file.split('/'), other.split('/')];
	const depth = a.findIndex((name, index) => name !== b[index]);
	return [a.slice(0, depth + 1).join('/'), b.slice(0, depth + 1).join('/')];
}

function importedFiles(file: string, sources: Sources): readonly string[] {
	return readImports(file, sources.get(file) ?? '')
		.filter(({name}) => name.startsWith('.'))
		.map(({name}) => resolve(file, name));
}

function findCircleIn(
	nodes: Iterable<string>,
	next: (node: string) => readonly string[],
): readonly string[] | undefined {
	const finished = new Set<string>();
	const visit = (
		node: string,
		trail: readonly string[],
	): readonly string[] | undefined => {
		const start = trail.indexOf(node);
		if (start !== -1) {
			return [...trail.slice(start), node];
		}

		if (finished.has(node)) {
			return undefined;
		}

		for (const target of next(node)) {
			const circle = visit(target, [...trail, node]);
			if (circle) {
				return circle;
			}
		}

		finished.add(node);
		return undefined;
	};

	for (const node of nodes) {
		const circle = visit(node, []);
		if (circle) {
			return circle;
		}
	}

	return undefined;
}

export function readImports(file: string, text: string): readonly Import[] {
	const imports: Import[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
				imports.push({
					name: node.moduleSpecifier.text,
					isTypeOnly: isTypeOnly(node),
				});
			}
		} else if (
			ts.isCallExpression(node) &&
			node.expression.kind === ts.SyntaxKind.ImportKeyword
		) {
			const [name] = node.arguments;
			imports.push({
				name: name && ts.isStringLiteral(name) ? name.text : 'unknown',
				isTypeOnly: false,
			});
		}

		ts.forEachChild(node, visit);
	};

	visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
	return imports;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration) {
	if (ts.isExportDeclaration(node)) {
		return node.isTypeOnly;
	}

	const clause = node.importClause;
	const bindings = clause?.namedBindings;
	return (
		clause !== undefined &&
		(clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
			(clause.name === undefined &&
				bindings !== undefined &&
				ts.isNamedImports(bindings) &&
				bindings.elements.every((element) => element.isTypeOnly)))
	);
}

function isAllowed(file: string, {name, isTypeOnly}: Import): boolean {
	const room = roomOf(file);
	if (room === undefined) {
		return true;
	}

	const layer = layers.get(room);
	const target = name.startsWith('.') ? roomOf(resolve(file, name)) : name;
	return (
		target === room ||
		(layer !== undefined &&
			target !== undefined &&
			(includes(layer.mayImport, target) ||
				(isTypeOnly && includes(layer.mayImportTypes ?? [], target))))
	);
}

function includes(names: readonly string[], name: string): boolean {
	return names.some((allowed) =>
		allowed.endsWith('*')
			? name.startsWith(allowed.slice(0, -1))
			: name === allowed,
	);
}

/** `undefined` for the root, which may import all. */
function roomOf(file: string): string | undefined {
	const [room, ...rest] = file.split('/');
	return rest.length === 0 || room === undefined || rootRooms.has(room)
		? undefined
		: room;
}

function resolve(file: string, name: string): string {
	return path.posix.join(path.posix.dirname(file), name);
}
