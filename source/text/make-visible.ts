import {BoundedCache} from '../base/cache.ts';
import {graphemeWidth, walkGraphemes} from './width.ts';
import {isSimpleText} from './simple-text.ts';

/** Makes everything in a text visible or takes it away: controls become pictures, nothing is left that hides text, turns it round or takes no cell. */
export function makeVisible(text: string): string {
	return isSimpleText(text) ? text : visibleTexts.take(text, replaceHidden);
}

const visibleTexts = new BoundedCache<string, string>(2048);

function replaceHidden(text: string): string {
	const shown = text
		.replaceAll(/\p{Cs}/gv, '\uFFFD')
		.replaceAll(/[\p{Cc}\u2028\u2029]/gv, picture)
		.replaceAll(invisible, '')
		.replaceAll(strayVariation, '')
		.replaceAll(strayJoiner, '')
		.replaceAll(manyMarks, '$1');
	if (isSimpleText(shown)) {
		return shown;
	}

	let result = '';
	walkGraphemes(shown, (grapheme) => {
		result += graphemeWidth(grapheme) === 0 ? carryMarks(grapheme) : grapheme;
	});
	return result;
}

/** Format characters (bidirectional overrides and isolates, marks, tags, soft hyphens, …) and whatever else is ignored when drawn, but for joiners and the two variation selectors that choose between text and emoji. */
const invisible =
	/[[\p{Cf}\p{Default_Ignorable_Code_Point}]--[\p{Join_Control}\uFE0E-\uFE0F]]/gv;

/** Joiners have a meaning between letters and between emoji only. */
const strayJoiner =
	/(?<![\p{L}\p{M}\p{Emoji}\uFE0F])\p{Join_Control}|\p{Join_Control}(?![\p{L}\p{M}\p{Emoji}])/gv;

const strayVariation = /(?<!\p{Emoji})[\uFE0E-\uFE0F]/gv;

/** No script needs more than a few marks on a letter; hundreds of them run over the rows around. */
const manyMarks = /(\p{M}{6})\p{M}+/gv;

/** ␀ to ␟ for the C0 controls, ␡ for delete, � for the C1 controls, which have no pictures. */
function picture(control: string): string {
	const code = control.codePointAt(0) ?? 0;
	if (code < 0x20) {
		return String.fromCodePoint(0x24_00 + code);
	}

	if (code > 0x20_00) {
		return '␊';
	}

	return code === 0x7f ? '␡' : '\uFFFD';
}

/** A mark without a letter, on a dotted circle. */
function carryMarks(marks: string): string {
	const circled = `\u25CC${marks}`;
	return /^\p{M}+$/v.test(marks) && graphemeWidth(circled) > 0 ? circled : '';
}
