import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Properties of which a single word is shown as well. */
const shownProperties = new Set([
	'group',
	'help',
	'label',
	'message',
	'name',
	'noun',
	'offer',
	'reason',
	'text',
	'title',
	'where',
	'words',
]);

/** Every string in the source of a folder that people may see, file by file: those of several words, and single ones where they have a name that tells. What is put in at run time is `…`. */
export function shownStrings(folder: string): string[] {
	return (
		readdirSync(folder, {recursive: true, encoding: 'utf8'})
			// What is simulated is log, not ours.
			.filter(
				(file) => /\.tsx?$/v.test(file) && !/^server.simulated/v.test(file),
			)
			.toSorted()
			.flatMap((file) => {
				const strings = [
					...new Set(
						stringsOf(readFileSync(path.join(folder, file), 'utf8'), file),
					),
				];
				return strings.length === 0
					? []
					: [
							`${file.replaceAll(path.sep, '/')}`,
							...strings.map((one) => `\t${one}`),
							'',
						];
			})
	);
}

function stringsOf(code: string, file: string): string[] {
	const source = ts.createSourceFile(
		file,
		code,
		ts.ScriptTarget.Latest,
		true,
		file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
	);
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if (
			ts.isTypeNode(node) ||
			ts.isImportDeclaration(node) ||
			ts.isExportDeclaration(node)
		) {
			return;
		}

		const text = textOf(node);
		if (text !== undefined && isShown(text, node)) {
			found.push(
				JSON.stringify(text)
					.slice(1, -1)
					.replaceAll(String.raw`\"`, '"'),
			);
		}

		node.forEachChild(visit);
	};

	visit(source);
	return found;
}

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
		return node.text;
	}

	if (ts.isTemplateExpression(node)) {
		return (
			node.head.text +
			node.templateSpans.map(({literal}) => `…${literal.text}`).join('')
		);
	}

	return ts.isJsxText(node) ? node.text.trim() : undefined;
}

/** Two words, or one where it has a name that tells. */
function isShown(text: string, node: ts.Node): boolean {
	return (
		/^…? \p{L}{2}|\p{L}{3} ?…/v.test(text) ||
		hasSeveralWords(text) ||
		(/^\p{L}{2,}\.?$/v.test(text) && isNamed(node.parent))
	);
}

function hasSeveralWords(text: string): boolean {
	const words = text.split(/\s+/v).filter((word) => /\p{L}/v.test(word));
	return words.length > 1 && words.some((word) => /\p{L}{2}/v.test(word));
}

function isNamed(parent: ts.Node): boolean {
	return ts.isArrayLiteralExpression(parent)
		? isNamed(parent.parent)
		: ts.isPropertyAssignment(parent) &&
				ts.isIdentifier(parent.name) &&
				shownProperties.has(parent.name.text);
}
