// Bundles source/ into dist/: one small package with nothing to install below it. Other folders and files may be told: `node build.js FOLDER FILE…`.
import {chmod, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import path from 'node:path';
import process from 'node:process';
import {compileFunction} from 'node:vm';
import {build} from 'esbuild';
import {mergeChunks} from './merge-chunks.js';
import {findProblems, listPackages, writeLicenses} from './bundled-packages.js';

const [folder = 'dist', ...files] = process.argv.slice(2);
const outdir = path.resolve(import.meta.dirname, folder);

const options = {
	absWorkingDir: import.meta.dirname,
	format: 'esm',
	platform: 'node',
	target: 'node20.19',
	// Else each regular expression with sets would be made anew wherever it is used.
	supported: {'regexp-set-notation': true},
	// Names stay, so that a stack trace in a bug report can be read.
	minifySyntax: true,
	minifyWhitespace: true,
	legalComments: 'none',
	logLevel: 'warning',
};
const bundling = {
	...options,
	outdir,
	entryNames: '[name]',
	bundle: true,
	// Its main file loads others by names that no bundler sees.
	alias: {'jsonc-parser': 'jsonc-parser/lib/esm/main.js'},
	define: {
		'process.env.NODE_ENV': '"production"',
		// Yoga would load all of Node's fetch to read the bytes that it brings; without it there is another way.
		fetch: 'undefined',
		'Intl.Segmenter': 'LazySegmenter',
	},
	inject: [path.join(import.meta.dirname, 'source/text/lazy-segmenter.ts')],
	plugins: [
		withoutDevtools(),
		withoutPackageReader(),
		withQuickWidth(),
		withQuickEmoji(),
		withKeptCells(),
		withoutHttp2(),
		withOneParser(),
	],
	metafile: true,
	write: false,
};
/** By which Node's own modules are required. */
const banner = {
	js: "import {createRequire as createBundleRequire} from 'node:module';const require = createBundleRequire(import.meta.url);",
};
await mkdir(outdir, {recursive: true});
if (files.length > 0) {
	const {outputFiles} = await build({
		...bundling,
		banner,
		entryPoints: files,
		splitting: true,
	});
	await writeAll(
		outputFiles.map(({path: file, text}) => [
			path.basename(file),
			requireBuiltins(text),
		]),
	);
} else {
	await buildProgram();
}

/** The program as scripts, and its main files, which load them. */
async function buildProgram() {
	const built = await build({
		...bundling,
		define: {...bundling.define, 'import.meta': '$meta'},
		entryPoints: [
			'source/run-command.ts',
			{in: 'source/server/worker.ts', out: 'serve-demo'},
		],
		chunkNames: 'chunk-[hash]',
		splitting: true,
	});
	const merged = await mergeChunks(built, {
		main: 'source/run-command.ts',
		commands: ['source/commands/print.ts', 'source/commands/explore.ts'],
		options,
	});
	const scripts = [...merged].map(([name, code]) => [
		name,
		inAscii(makeScript(requireBuiltins(code), name)),
	]);
	const hash = createHash('sha256');
	for (const [name, code] of scripts) {
		hash.update(name).update(code);
	}

	// These share no file with the rest: it would be in more pieces for the thread, and the version is told without loading any of it.
	const apart = await build({
		...bundling,
		banner,
		inject: [],
		define: {buildId: JSON.stringify(hash.digest('hex').slice(0, 16))},
		entryPoints: [
			'source/cli.ts',
			'source/server/worker.ts',
			'source/terminal/last-resort-thread.ts',
		],
		plugins: [
			loadingScript('run-command.ts', 'run-command.js'),
			loadingScript('server/worker.ts', 'serve-demo.js'),
		],
	});
	const written = [
		...scripts,
		...apart.outputFiles.map(({path: file, text}) => [
			path.basename(file),
			inAscii(requireBuiltins(withoutBannerOfThread(file, text))),
		]),
	];
	await writeAll(written);
	await removeStale(new Set(written.map(([name]) => name)));
	await chmod(path.join(outdir, 'cli.js'), 0o755);
	await addLicenses({
		outputs: {...built.metafile.outputs, ...apart.metafile.outputs},
	});
}

/** The thread of the last resort is handed over as code, which has a `require` of its own. */
function withoutBannerOfThread(file, code) {
	return path.basename(file) === 'last-resort-thread.js'
		? code.slice(banner.js.length)
		: code;
}

async function writeAll(written) {
	await Promise.all(
		written.map(async ([name, code]) =>
			writeFile(path.join(outdir, name), code),
		),
	);
}

/** Says which packages are in the bundle, or fails where one may not be. */
async function addLicenses(metafile) {
	const packages = await listPackages(metafile, import.meta.dirname);
	const problems = findProblems(packages);
	if (problems.length > 0) {
		throw new Error(problems.join('\n'));
	}

	await writeFile(
		path.join(outdir, 'third-party-licenses.txt'),
		writeLicenses(packages),
	);
}

/** Of a module of Node's that is imported all members are looked up, and some are made by that: standard input, all kinds of streams. Of one that is required those are that are named. */
function requireBuiltins(code) {
	return code.replaceAll(
		/import ?(?<whole>[\w$]+)?(?:\* ?as (?<all>[\w$]+))?,?(?:\{(?<names>[^\{\}]*)\})? ?from ?"(?<name>[\w:\/]+)";/gv,
		(_, ...parts) => {
			const {whole, all, names, name} = parts.at(-1);
			const bindings = [
				...[whole ?? all ?? []].flat(),
				...(names === undefined ? [] : [`{${names.replaceAll(' as ', ':')}}`]),
			];
			return bindings
				.map((binding) => `const ${binding}=require("${name}");`)
				.join('');
		},
	);
}

/** The engine holds and reads a file that has one character beyond Latin 1 in two bytes for each of its characters. The bundler escapes those of texts and leaves those of regular expressions. */
function inAscii(code) {
	return code.replaceAll(/[^\0-\u007F]/gv, (character) =>
		Buffer.from(character, 'utf16le')
			.swap16()
			.toString('hex')
			.replaceAll(/.{4}/gv, String.raw`\u$&`),
	);
}

/** A module as a script whose compiled code can be kept, which Node does for modules from 22.1 on only: a function that is handed by what others are loaded, and returns what it exports. */
function makeScript(code, name) {
	const exported = [];
	const body = code
		.replaceAll(
			/import(?:\{(?<names>[^\{\}]*)\}from)?"\.\/(?<file>[\w\-]+\.js)";/gv,
			(...parts) => {
				const {names, file} = parts.at(-1);
				return `${names === undefined ? '' : `const{${names.replaceAll(' as ', ':')}}=`}await $load("${file}");`;
			},
		)
		.replaceAll(/\bimport\("\.\/(?<file>[\w\-]+\.js)"\)/gv, '$$load("$<file>")')
		.replaceAll(
			/\bimport\("(?<builtin>node:[\w\/]+)"\)/gv,
			'Promise.resolve(require("$<builtin>"))',
		)
		.replaceAll(/export\{(?<names>[^\{\}]*)\};/gv, (...parts) => {
			for (const one of parts.at(-1).names.split(',')) {
				const [local, told = local] = one.split(' as ');
				exported.push(`get ${told}(){return ${local}}`);
			}

			return '';
		})
		.replaceAll(/export default (?<value>[^;]+);/gv, (...parts) => {
			exported.push(`default:${parts.at(-1).value}`);
			return '';
		});
	const script = `(async function($load,$meta,require){${body}\nreturn{${exported.join(',')}}})`;
	// What is left of a module is no script, which is told here and not to whoever runs it.
	compileFunction(script, [], {filename: name});
	return script;
}

/** Where the program begins it loads a script. */
function loadingScript(source, script) {
	// eslint-disable-next-line require-unicode-regexp -- Esbuild reads it as one of Go's, which have no v flag.
	const filter = /./;
	return {
		name: `loading-${script}`,
		setup({onResolve, onLoad}) {
			onResolve({filter}, ({path: file}) =>
				file.endsWith(`/${source}`)
					? {path: script, namespace: script}
					: undefined,
			);
			onLoad({filter, namespace: script}, () => ({
				contents: `import {loadScript} from './source/load-script.ts'; await loadScript('${script}');`,
				resolveDir: import.meta.dirname,
			}));
		},
	};
}

/** Ink loads React's devtools where `DEV` is set; they are not in the bundle. */
function withoutDevtools() {
	return {
		name: 'without-devtools',
		setup({onResolve, onLoad}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onResolve({filter: /^\.\/devtools\.js$/}, () => ({
				path: 'devtools',
				namespace: 'empty',
			}));
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onLoad({filter: /./, namespace: 'empty'}, () => ({contents: ''}));
		},
	};
}

/** Meow reads and tidies the package.json of whoever calls it; ours is told to it, so that half of its code, and a tenth of a short run's time, goes. */
function withoutPackageReader() {
	return {
		name: 'without-package-reader',
		setup({onLoad}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onLoad({filter: /meow\/build\/options\.js$/}, async ({path: file}) => {
				const text = await readFile(file, 'utf8');
				const contents = text
					.replace(/^import .* from '\.\/dependencies\.js';$/mv, '')
					.replace(/\?\? readPackageUpSync\(.*?\)\?\.packageJson/sv, '')
					.replace('normalizePackageData(pkg);', '');
				const isLeft = /readPackageUpSync|normalizePackageData/v.test(contents);
				return {contents, errors: isLeft ? [gone(file)] : []};
			});
			// What nobody asks for any more is left out only where making it is said to do nothing else.
			onLoad(
				// eslint-disable-next-line require-unicode-regexp -- As above.
				{filter: /meow\/build\/dependencies\.js$/},
				async ({path: file}) => {
					const text = await readFile(file, 'utf8');
					return {
						contents: text.replaceAll(
							/(?:^|= )(?=(?:require[\w$]+|getDefaultExportFromCjs|promisify)\()/gmv,
							'$&/* @__PURE__ */ ',
						),
					};
				},
			);
		},
	};
}

/** Whoever asks for the width of a text is answered by our module, which asks the library. */
function withQuickWidth() {
	const own = path.join(import.meta.dirname, 'source/text/string-width.ts');
	return {
		name: 'quick-width',
		setup({onResolve}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onResolve({filter: /^string-width$/}, ({importer}) =>
				importer === own ? undefined : {path: own},
			);
		},
	};
}

/** The library's expression of all emoji is read when its file is, which takes 40 ms, a fifth of a start: ours asks it last. */
function withQuickEmoji() {
	const own = path.join(import.meta.dirname, 'source/text/is-emoji.ts');
	return {
		name: 'quick-emoji',
		setup({onLoad}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onLoad({filter: /string-width\/index\.js$/}, async ({path: file}) => {
				const text = await readFile(file, 'utf8');
				const contents = text.replace(
					/const rgiEmojiRegex = .*$/mv,
					() =>
						`import {isEmoji} from ${JSON.stringify(own)}; const rgiEmojiRegex = {test: isEmoji};`,
				);
				return {contents, errors: contents === text ? [gone(file)] : []};
			});
		},
	};
}

/** Ink takes each text apart into cells anew with each picture, a third of what one costs: most are those of the picture before. */
function withKeptCells() {
	return {
		name: 'kept-cells',
		setup({onLoad}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onLoad({filter: /ink\/build\/output\.js$/}, async ({path: file}) => {
				const text = await readFile(file, 'utf8');
				const contents = text
					.replace(
						'export default class Output {',
						'let kept = new OutputCaches(); $&',
					)
					.replace(
						'caches = new OutputCaches();',
						// As many as a few pictures have.
						'caches = kept.styledChars.size > 1000 ? (kept = new OutputCaches()) : kept;',
					);
				const isKept = ['let kept =', 'caches = kept.'].every((part) =>
					contents.includes(part),
				);
				return {contents, errors: isKept ? [] : [gone(file)]};
			});
		},
	};
}

/** The client speaks HTTP/2 only where it is told to, which it is not; what Node has of it takes a while to load. */
function withoutHttp2() {
	return {
		name: 'without-http2',
		setup({onLoad}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onLoad({filter: /dispatcher\/client-h2\.js$/}, async ({path: file}) => {
				const text = await readFile(file, 'utf8');
				const contents = text.replace(
					"require('node:http2')",
					'{constants: {}}',
				);
				return {contents, errors: contents === text ? [gone(file)] : []};
			});
		},
	};
}

/** Undici brings its parser twice, for processors that do several things at once and for all. The one for all is enough: bodies pass by both as they are, and 23 kB of the package go. */
function withOneParser() {
	return {
		name: 'with-one-parser',
		setup({onResolve}) {
			// eslint-disable-next-line require-unicode-regexp -- As above.
			onResolve({filter: /\/llhttp_simd-wasm\.js$/}, ({resolveDir}) => ({
				path: path.join(resolveDir, '../llhttp/llhttp-wasm.js'),
			}));
		},
	};
}

/** A library that was changed wants another look, not a silent slower start. */
function gone(file) {
	return {text: `${file} has no longer what the build replaces in it.`};
}

/** Chunks of earlier builds have other names and would pile up. */
async function removeStale(written) {
	const names = await readdir(outdir);
	await Promise.all(
		names
			.filter((name) => !written.has(name))
			.map(async (name) => rm(path.join(outdir, name), {recursive: true})),
	);
}
