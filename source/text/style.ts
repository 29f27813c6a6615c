import {BoundedCache} from '../base/cache.ts';

/** How a cell looks: the parameters of the SGR sequence that makes it so from a plain one, in a fixed order, such as `1;31;48;5;17`. Empty for plain. */
export type Style = string;

/** Builds a coloured string piece by piece, with no more SGR sequences than it needs, and plain again at its end. */
export class StyledText {
	#text = '';
	#style: Style = plain;

	push(text: string, style: Style): void {
		if (text !== '') {
			this.#text += sgrBetween(this.#style, style) + text;
			this.#style = style;
		}
	}

	toString(): string {
		return this.#text + sgrBetween(this.#style, plain);
	}
}

export const plain: Style = '';

/** The style after an SGR sequence with these parameters (`1;31`). What is not known is skipped. */
export function applySgr(style: Style, parameters: string): Style {
	return applied.take(style, parameters, () => {
		const slots = slotsOf(style);
		applyFields(slots, parameters);
		return slots.filter(Boolean).join(';');
	});
}

/** The shortest SGR sequence that leads from one style to another; empty between equal ones. */
export function sgrBetween(from: Style, to: Style): string {
	if (from === to) {
		return '';
	}

	return transitions.take(from, to, () => {
		const reset = to === plain ? '0' : `0;${to}`;
		const change = changes(slotsOf(from), slotsOf(to)).join(';');
		const isShorter =
			from === plain || (to !== plain && change.length < reset.length);
		return `\u001B[${isShorter ? change : reset}m`;
	});
}

/** Whether a blank shows it: underline, reverse video, strike-through and background do; colour and weight of the letters do not. */
export function isSeenOnBlank(style: Style): boolean {
	return (
		style !== plain &&
		seenOnBlank.take(style, () => {
			const slots = slotsOf(style);
			return [underline, reverse, strike, background].some(
				(slot) => slots[slot] !== '',
			);
		})
	);
}

const seenOnBlank = new BoundedCache<Style, boolean>(256);

/** Without what a message may not use: reverse video and strike-through, by which it could pose as a part of the screen, and a background in which its letters are not seen. */
export function withoutDisguise(style: Style): Style {
	return style === plain
		? plain
		: shownStyles.take(style, () => {
				const upright = applySgr(style, '27;29');
				return isHidden(upright) ? applySgr(upright, '49') : upright;
			});
}

const shownStyles = new BoundedCache<Style, Style>(256);

/** Whether letters have the colour of their background, or nearly so. */
function isHidden(style: Style): boolean {
	const slots = slotsOf(style);
	const letters = paletteOf(slots[foreground] ?? '');
	const behind = paletteOf(slots[background] ?? '');
	if (letters === undefined || behind === undefined) {
		return false;
	}

	const [a, b] = [partsOf(letters), partsOf(behind)];
	return a === undefined || b === undefined
		? letters === behind
		: a.every(
				(part, index) => Math.abs(part - (b[index] ?? 0)) < leastContrast,
			);
}

/** So far apart two colours have to be in red, green or blue. */
const leastContrast = 32;

/** `5;n` or `2;r;g;b` of what sets a colour; nothing where none is set. */
function paletteOf(slot: string): string | undefined {
	const code = Number(slot.split(';')[0]);
	return slot === ''
		? undefined
		: code === 38 || code === 48
			? slot.slice(3)
			: `5;${(code % 10) + (code >= 90 ? 8 : 0)}`;
}

/** Red, green and blue; nothing of the sixteen colours that are the terminal's own. */
function partsOf(color: string): readonly number[] | undefined {
	const [kind, ...parts] = color.split(';').map(Number);
	const [index = 0] = parts;
	if (kind === 2) {
		return parts;
	}

	if (index < 16) {
		return undefined;
	}

	const level = (part: number) => (part === 0 ? 0 : 55 + part * 40);
	return index >= 232
		? [0, 1, 2].map(() => 8 + (index - 232) * 10)
		: [36, 6, 1].map((size) => level(Math.floor((index - 16) / size) % 6));
}

const [bold, dim, italic, underline, reverse, strike, foreground, background] =
	[0, 1, 2, 3, 4, 5, 6, 7] as const;

const slotCount = 8;
const offCodes = ['22', '22', '23', '24', '27', '29', '39', '49'];
const switches = new Map<number, readonly [slot: number, value: string]>([
	[1, [bold, '1']],
	[2, [dim, '2']],
	[3, [italic, '3']],
	[4, [underline, '4']],
	[7, [reverse, '7']],
	[9, [strike, '9']],
	[23, [italic, '']],
	[24, [underline, '']],
	[27, [reverse, '']],
	[29, [strike, '']],
	[39, [foreground, '']],
	[49, [background, '']],
]);

/** One slot for each property that can change by itself; empty where it is off. */
function slotsOf(style: Style): string[] {
	const slots = Array.from({length: slotCount}, () => '');
	if (style !== plain) {
		applyFields(slots, style);
	}

	return slots;
}

function applyFields(slots: string[], parameters: string) {
	const fields = parameters.split(';');
	for (let index = 0; index < fields.length; index++) {
		const parts = (fields[index] ?? '').split(':');
		const code = Number(parts[0]);
		if (code === 38 || code === 48 || code === 58) {
			const isColonForm = parts.length > 1;
			const {color, length} = isColonForm
				? colonColor(parts.slice(1))
				: fieldColor(fields.slice(index + 1, index + 5));
			index += isColonForm ? 0 : length;
			if (color !== undefined && code !== 58) {
				slots[code === 38 ? foreground : background] = `${code};${color}`;
			}
		} else {
			applyCode(slots, code, parts[1] === '0');
		}
	}
}

function applyCode(slots: string[], code: number, isSwitchedOff: boolean) {
	const found = switches.get(code);
	if (code === 0) {
		slots.fill('');
	} else if (code === 22) {
		slots[bold] = '';
		slots[dim] = '';
	} else if (found) {
		slots[found[0]] = isSwitchedOff ? '' : found[1];
	} else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
		slots[foreground] = String(code);
	} else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
		slots[background] = String(code);
	}
}

/** `5;n` or `2;r;g;b`, as the fields after a 38 have it, and how many fields that were. */
function fieldColor(fields: readonly string[]) {
	const length = fields[0] === '5' ? 2 : fields[0] === '2' ? 4 : 1;
	return {color: colorOf(fields.slice(0, length)), length};
}

/** The form with colons, `2::r:g:b`: a true colour may have a colour space before its three parts. */
function colonColor(parts: readonly string[]) {
	const color =
		parts[0] === '2'
			? colorOf(['2', ...parts.slice(parts.length > 4 ? 2 : 1).slice(0, 3)])
			: colorOf(parts.slice(0, 2));
	return {color, length: 0};
}

function colorOf(fields: readonly string[]): string | undefined {
	const values = fields.map(Number);
	const isWhole = fields.length === (fields[0] === '2' ? 4 : 2);
	const isColor =
		(fields[0] === '5' || fields[0] === '2') &&
		isWhole &&
		values.every(
			(value) => Number.isInteger(value) && value >= 0 && value < 256,
		);
	return isColor ? values.join(';') : undefined;
}

function changes(from: readonly string[], to: readonly string[]): string[] {
	const isWeightLost =
		Boolean(from[bold] && !to[bold]) || Boolean(from[dim] && !to[dim]);
	const codes = isWeightLost ? ['22'] : [];
	for (let slot = 0; slot < slotCount; slot++) {
		const isWeight = slot === bold || slot === dim;
		const before = isWeight && isWeightLost ? '' : (from[slot] ?? '');
		const after = to[slot] ?? '';
		if (before !== after) {
			codes.push(after === '' ? (offCodes[slot] ?? '') : after);
		}
	}

	return codes;
}

/** Results by both arguments: messages can hold millions of colours. */
class StylePairs {
	readonly #byFirst = new BoundedCache<string, BoundedCache<string, string>>(
		128,
	);

	take(first: string, second: string, compute: () => string): string {
		return this.#byFirst
			.take(first, () => new BoundedCache(128))
			.take(second, compute);
	}
}

const applied = new StylePairs();
const transitions = new StylePairs();
