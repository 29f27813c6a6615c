// Puts what the bundler has cut into many small chunks together again where it is loaded together: to find, read and link a file takes longer than to compile it.
import path from 'node:path';
import {build} from 'esbuild';

/**
Merges the chunks that are loaded before a command is known, and those of the commands that are to start soon; those of several commands by which of them load them.

Outputs are those of esbuild with `splitting`, `write: false` and no minified names; entries keep their names. Returns the files to write, by name.
*/
export async function mergeChunks(
	{outputFiles, metafile},
	{main, commands, options},
) {
	const texts = new Map(
		outputFiles.map(({path: file, text}) => [path.basename(file), text]),
	);
	const outputs = new Map(
		Object.entries(metafile.outputs).map(([file, output]) => [
			path.basename(file),
			output,
		]),
	);
	const before = loadedWith(main, outputs);
	const loaded = commands.map((entry) => loadedWith(entry, outputs));

	const groups = new Map();
	for (const [name, {entryPoint}] of outputs) {
		const key = before.has(name)
			? 'start'
			: loaded.map((names) => (names.has(name) ? 1 : 0)).join('');
		if (entryPoint === undefined && /[1a-z]/v.test(key)) {
			groups.set(key, [...(groups.get(key) ?? []), name]);
		}
	}

	/** Where a chunk has gone, and with what its exports begin there. */
	const places = new Map();
	for (const [key, names] of groups) {
		for (const [index, name] of names.entries()) {
			places.set(name, {file: `chunk-${key}.js`, prefix: `c${index}_`});
		}
	}

	const merged = await Promise.all(
		[...groups].map(async ([key, names]) => [
			`chunk-${key}.js`,
			await bundle(names, {texts, outputs, places, options}),
		]),
	);
	return new Map(
		[...[...texts].filter(([name]) => !places.has(name)), ...merged].map(
			([name, text]) => [name, redirect(text, places)],
		),
	);
}

/** Names of the outputs that are loaded with an entry. */
function loadedWith(entry, outputs) {
	const found = new Set();
	const add = (name) => {
		if (found.has(name)) {
			return;
		}

		found.add(name);
		for (const {kind, external, path: file} of outputs.get(name).imports) {
			if (kind === 'import-statement' && !external) {
				add(path.basename(file));
			}
		}
	};

	for (const [name, {entryPoint}] of outputs) {
		if (entryPoint === entry) {
			add(name);
		}
	}

	return found;
}

/** Several chunks as one; what they export has a prefix each. */
async function bundle(names, {texts, outputs, places, options}) {
	const {outputFiles} = await build({
		...options,
		stdin: {
			contents: names
				.map((name) => {
					const {prefix} = places.get(name);
					const exported = outputs
						.get(name)
						.exports.map((one) => `${one} as ${prefix}${one}`);
					return `import './${name}'; export {${exported.join(', ')}} from './${name}';`;
				})
				.join('\n'),
		},
		bundle: true,
		write: false,
		plugins: [
			{
				name: 'chunks',
				setup({onResolve, onLoad}) {
					// eslint-disable-next-line require-unicode-regexp -- Esbuild reads it as one of Go's, which have no v flag.
					onResolve({filter: /^\./}, ({path: name}) =>
						names.includes(path.basename(name))
							? {path: path.basename(name), namespace: 'chunk'}
							: {path: name, external: true},
					);
					// eslint-disable-next-line require-unicode-regexp -- As above.
					onLoad({filter: /./, namespace: 'chunk'}, ({path: name}) => ({
						contents: texts.get(name),
					}));
				},
			},
		],
	});
	return outputFiles[0].text;
}

/** Imports from chunks that have gone elsewhere. */
function redirect(code, places) {
	return code.replaceAll(
		/import(?:\{(?<names>[^\{\}]*)\}from)?"\.\/(?<name>[\w\-]+\.js)";/gv,
		(whole, ...parts) => {
			const {names, name} = parts.at(-1);
			const place = places.get(name);
			return place === undefined
				? whole
				: names === undefined
					? `import"./${place.file}";`
					: `import{${names
							.split(',')
							.map((one) => prefixed(one, place.prefix))
							.join(',')}}from"./${place.file}";`;
		},
	);
}

/** `a as b` → `c0_a as b`, `a` → `c0_a as a`. */
function prefixed(one, prefix) {
	return `${prefix}${one.includes(' as ') ? one : `${one} as ${one}`}`;
}
