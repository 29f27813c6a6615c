/*
Tells what of others is in the bundle, by esbuild's metafile: names, versions and licences.

The build fails on a package or a licence that nobody has looked at. It writes the licences into a file that goes with the bundle, as most of them ask.
*/
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** Packages that were looked at: who keeps them, and what their licence asks for. A new one is added here by hand. */
const known = new Set([
	'@alcalzone/ansi-tokenize',
	'ansi-escapes',
	'ansi-regex',
	'ansi-styles',
	'auto-bind',
	'chalk',
	'chrono-node',
	'cli-boxes',
	'cli-cursor',
	'cli-truncate',
	'code-excerpt',
	'convert-to-spaces',
	'environment',
	'es-toolkit',
	'escape-string-regexp',
	'fuse.js',
	'get-east-asian-width',
	'indent-string',
	'ink',
	'is-fullwidth-code-point',
	'is-in-ci',
	'jsonc-parser',
	'meow',
	'mimic-fn',
	'onetime',
	'patch-console',
	'quick-lru',
	'react',
	'react-reconciler',
	'restore-cursor',
	'scheduler',
	'signal-exit',
	'slice-ansi',
	'stack-utils',
	'string-width',
	'strip-ansi',
	'terminal-size',
	'undici',
	'widest-line',
	'wrap-ansi',
	'yoga-layout',
]);

/** Licences that allow a bundle as long as their text goes with it. */
const allowedLicenses = new Set([
	'0BSD',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'ISC',
	'MIT',
]);

/** Lists the packages of which something is in the output, each version once, by name. */
export async function listPackages(metafile, root) {
	const folders = new Set(
		Object.values(metafile.outputs).flatMap(({inputs}) =>
			Object.keys(inputs).flatMap((input) => folderOf(input) ?? []),
		),
	);
	const packages = await Promise.all(
		[...folders].map(async (folder) => readPackage(root, folder)),
	);
	const byVersion = new Map(
		packages.map((one) => [`${one.name}@${one.version}`, one]),
	);
	return [...byVersion.entries()]
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([, one]) => one);
}

/** Sentences, one for each package that may not be in the bundle as it is. */
export function findProblems(packages, names = known) {
	return packages.flatMap(({name, version, license, text}) => [
		...(names.has(name)
			? []
			: [
					`${name} ${version} (${license}) is new in the bundle. Look at who keeps it and at its licence, then add it to bundled-packages.js.`,
				]),
		...(allowedLicenses.has(license)
			? []
			: [
					`${name} ${version} has the licence ${license}, which is not among those that are allowed.`,
				]),
		...(text === ''
			? [`${name} ${version} brings no licence text, which has to go with it.`]
			: []),
	]);
}

/** The text that goes with the bundle: a table, then each licence. */
export function writeLicenses(packages) {
	return [
		'deplog contains these packages, under these licences:',
		'',
		...packages.map(
			({name, version, license}) => `  ${name} ${version}: ${license}`,
		),
		// Long texts, which are alike, stand together, so that packing finds the one in the other.
		...packages
			.toSorted((a, b) => b.text.length - a.text.length)
			.flatMap(({name, version, text}) => [
				'',
				'-'.repeat(72),
				`${name} ${version}`,
				'',
				text,
			]),
		'',
	].join('\n');
}

/** `node_modules/ink/build/ink.js` → `node_modules/ink`; undefined for a file of ours. */
function folderOf(input) {
	return /^.*node_modules\/(?:@[^\/]+\/)?[^\/]+/v.exec(input)?.[0];
}

/** Where a package brings no text of its own, or not that of what it contains, `licenses/` has it. */
async function readPackage(root, folder) {
	const {name, version, license} = JSON.parse(
		await readFile(path.join(root, folder, 'package.json'), 'utf8'),
	);
	const texts = [
		...(await readLicenses(path.join(root, folder))),
		...(await readLicenses(path.join(root, folder, 'build'))),
		...(await readTexts(
			path.join(root, 'licenses'),
			(file) => file === `${name.replace('/', '-')}.txt`,
		)),
	];
	return {
		name,
		version,
		license: typeof license === 'string' ? license : 'unknown',
		text: texts.join('\n\n'),
	};
}

async function readLicenses(folder) {
	return readTexts(folder, (file) =>
		/^(?:licen[cs]es?|copying|notice)(?:[.\-]|$)/iv.test(file),
	);
}

async function readTexts(folder, isWanted) {
	const files = await readdir(folder, {withFileTypes: true}).catch(() => []);
	return Promise.all(
		files
			.filter((file) => file.isFile() && isWanted(file.name))
			.map(({name}) => name)
			.toSorted()
			.map(async (name) => {
				const text = await readFile(path.join(folder, name), 'utf8');
				return text.trim();
			}),
	);
}
