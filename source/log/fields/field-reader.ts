/* eslint-disable no-bitwise -- Bytes are told apart by their bits, as this is hot. */
import {AccessLine} from './access-line.ts';
import {
	apostrophe,
	blank,
	can,
	canOf,
	closeBrace,
	colon,
	dot,
	equals,
	flatListEnd,
	hasEscape,
	isBlank,
	isDigit,
	isInnerComma,
	isNull,
	listEnd,
	nameBefore,
	openBrace,
	openBracket,
	plainEnd,
	quote,
	quotedNameBefore,
	skipBlanks,
	skipComma,
	stringEnd,
	unescapeName,
} from './field-bytes.ts';
import {
	bare,
	FoundFields,
	object,
	quoted,
	type WantedName,
} from './found-fields.ts';
import {ValueReader} from './typed-value.ts';

/**
Reads the fields of a message off its bytes, all or a wanted one: members of JSON, also behind other text and nested, `key=value`, and what access logs tell (`GET /path 200 in 12 ms`).

Hot: nothing is made for a message, and no byte is looked at more than a few times, whatever stands open. Of a name that comes twice the last one counts.
*/
export class FieldReader {
	/** Those of the message that was read last; at most one where one was looked for. */
	readonly found = new FoundFields(mostFields);
	#source: Uint8Array = new Uint8Array();
	/** What is looked for, where not all is read. */
	#wanted: WantedName | undefined;
	/** Fields that were passed, whatever is looked for. */
	#passed = 0;
	/** No name behind that is asked for. */
	#lastAt = 0;
	/** Of the objects around what is read, what each was read with: its own parent, and the bytes of the wanted name before its own. */
	readonly #outerParents = new Int16Array(mostDepth);
	readonly #outerMatched = new Int32Array(mostDepth);
	readonly #values = new ValueReader();
	readonly #access = new AccessLine((name, from, to) => {
		if (this.#passed < mostFields) {
			this.#passed++;
			if (this.#wanted === undefined) {
				this.found.begin(0, 0, -1, name);
				this.#take(from, to, bare);
			} else if (this.#wanted.implied === name) {
				this.#take(from, to, bare);
			}
		}
	});

	/** Reads all fields. */
	read(source: Uint8Array, from: number, to: number) {
		this.#wanted = undefined;
		this.#lastAt = to;
		this.#read(source, from, to);
	}

	/** Reads the field of a name alone, and returns whether there is one. Behind `lastAt` the name does not stand, so that the rest need not be read. */
	find(
		source: Uint8Array,
		[from, to]: readonly [from: number, to: number],
		wanted: WantedName,
		lastAt = to,
	): boolean {
		this.#wanted = wanted;
		this.#lastAt = lastAt;
		this.#read(source, from, to);
		return this.found.count > 0;
	}

	#read(source: Uint8Array, from: number, to: number) {
		this.#source = source;
		this.found.clear(source);
		this.#passed = 0;
		// The sign of a pair stands right behind its name, which may have escapes, and a quote.
		const end =
			this.#wanted === undefined
				? to
				: Math.min(to, this.#lastAt + this.#wanted.bytes.length * 2 + 2);
		const hasDuration =
			source[from] !== openBrace && this.#access.readHead(source, from, to);
		let at = from;
		let start = from;
		while (at < end && this.#passed < mostFields) {
			const code = source[at];
			if (code === openBrace) {
				at = this.#readObject(at, to, -1, 0);
				start = at;
			} else if (code === equals) {
				at = this.#readPair(start, at, to);
				start = at;
			} else {
				at++;
			}
		}

		if (!hasDuration) {
			this.#access.readTail(source, from, to);
		}
	}

	/** The value of the field that was begun; what is looked for is the last one of its name. */
	#take(valueFrom: number, valueTo: number, how: number) {
		if (this.#wanted !== undefined) {
			this.found.count = 0;
		}

		this.found.take(valueFrom, valueTo, how);
	}

	/** Reads an object as far as it is JSON, and returns where it was left: what was cut off, or is broken, has what stands before that. Its members are those of a parent, or have so many bytes of the wanted name before their own. */
	#readObject(
		open: number,
		to: number,
		ofParent: number,
		before: number,
	): number {
		const source = this.#source;
		const wanted = this.#wanted?.bytes;
		const lastAt = this.#lastAt;
		let depth = 0;
		let parent = ofParent;
		let matched = before;
		let at = open + 1;
		for (;;) {
			at = skipBlanks(source, at, to);
			if (at >= to || at > lastAt) {
				return to;
			}

			const code = source[at];
			if (code === closeBrace) {
				at++;
				if (depth === 0) {
					return at;
				}

				depth--;
				parent = this.#outerParents[depth] ?? -1;
				matched = this.#outerMatched[depth] ?? -1;
				at = skipComma(source, at, to);
				continue;
			}

			if (code !== quote) {
				return at;
			}

			const nameFrom = at + 1;
			const plainTo = plainEnd(source, nameFrom, to);
			const isPlain = plainTo < to && source[plainTo] === quote;
			const nameTo = isPlain ? plainTo : stringEnd(source, at, to) - 1;
			if (nameTo < 0) {
				return to;
			}

			at = skipBlanks(source, nameTo + 1, to);
			if (at >= to || source[at] !== colon) {
				return at;
			}

			at = skipBlanks(source, at + 1, to);
			if (at >= to || this.#passed >= mostFields) {
				return to;
			}

			let named = -1;
			if (wanted === undefined) {
				this.found.begin(nameFrom, nameTo, parent);
				if (!isPlain) {
					this.found.nameAs(unescapeName(source, nameFrom, nameTo));
				}
			} else if (matched !== -1) {
				named = isPlain
					? matchEnd(wanted, matched, source, nameFrom, nameTo)
					: this.#matchUnescaped(wanted, matched, nameFrom, nameTo);
			}

			if (source[at] === openBrace) {
				if (depth === mostDepth) {
					return to;
				}

				this.#passed++;
				if (wanted === undefined) {
					this.#take(at, at, object);
				}

				this.#outerParents[depth] = parent;
				this.#outerMatched[depth] = matched;
				depth++;
				parent = this.found.count - 1;
				matched = this.#matchedIn(named);
				at++;
				continue;
			}

			const end = valueEnd(source, at, to);
			if (end <= at) {
				return end === -1 ? to : at;
			}

			// What is `null` is not there.
			if (!isNull(source, at, end)) {
				this.#passed++;
				if (wanted === undefined || named === wanted.length) {
					if (source[at] === quote) {
						this.#take(at + 1, end - 1, quoted);
					} else {
						this.#take(at, end, bare);
					}
				}
			}

			at = skipComma(source, end, to);
		}
	}

	/** As `matchEnd`, of a name with escapes. */
	#matchUnescaped(
		wanted: Uint8Array,
		at: number,
		nameFrom: number,
		nameTo: number,
	): number {
		const name = unescapeName(this.#source, nameFrom, nameTo);
		return matchEnd(wanted, at, name, 0, name.length);
	}

	/** How many bytes of the wanted name stand before the names in an object, where so many stand up to its own; -1 where that is another one. */
	#matchedIn(named: number): number {
		return named !== -1 && this.#wanted?.bytes[named] === dot ? named + 1 : -1;
	}

	/** Reads the pair whose sign stands at `sign`, and returns where to go on. */
	#readPair(start: number, sign: number, to: number): number {
		const source = this.#source;
		const isNameQuoted = source[sign - 1] === quote;
		const nameTo = isNameQuoted ? sign - 1 : sign;
		const nameFrom = isNameQuoted
			? quotedNameBefore(source, start, nameTo)
			: nameBefore(source, start, nameTo);
		const from = sign + 1;
		if (nameFrom === -1) {
			return from;
		}

		const named = this.#beginPair(nameFrom, nameTo, isNameQuoted);
		switch (source[from] ?? 0) {
			case quote:
			case apostrophe: {
				const end = stringEnd(source, from, to, true);
				if (end === -1) {
					return from + 1;
				}

				this.#takePair(named, from + 1, end - 1, quoted);
				return end;
			}

			case openBracket: {
				const end = flatListEnd(source, from, to);
				if (end === -1) {
					return from + 1;
				}

				this.#takePair(named, from, end, bare);
				return end;
			}

			case openBrace: {
				this.#passed++;
				if (this.#wanted === undefined) {
					this.#take(from, from, object);
				}

				return this.#readObject(
					from,
					to,
					this.found.count - 1,
					this.#matchedIn(named),
				);
			}

			default: {
				return this.#readBare(from, to, named);
			}
		}
	}

	#takePair(named: number, from: number, to: number, how: number) {
		this.#passed++;
		if (this.#wanted === undefined || named === this.#wanted.bytes.length) {
			this.#take(from, to, how);
		}
	}

	/** Begins a field without parents; where one is looked for, returns how many of its bytes stand up to there, or -1. */
	#beginPair(from: number, to: number, isQuoted: boolean): number {
		const isPlain = !isQuoted || !hasEscape(this.#source, from, to);
		if (this.#wanted === undefined) {
			this.found.begin(from, to, -1);
			if (!isPlain) {
				this.found.nameAs(unescapeName(this.#source, from, to));
			}

			return -1;
		}

		const {bytes} = this.#wanted;
		return isPlain
			? matchEnd(bytes, 0, this.#source, from, to)
			: this.#matchUnescaped(bytes, 0, from, to);
	}

	/** Reads a value without quotes that begins at `from`, and returns its end. */
	#readBare(from: number, to: number, named: number): number {
		const source = this.#source;
		let end = from;
		while (
			end < to &&
			(((canOf[source[end] ?? 0] ?? 0) & can.followValue) === 0 ||
				(end > from && isInnerComma(source, end, to)))
		) {
			end++;
		}

		if (end > from) {
			// The unit of a number may stand behind a blank.
			if (source[end] === blank && isDigit(source[end - 1] ?? 0)) {
				end = Math.max(end, this.#values.measureEnd(source, from, to));
			}

			if (!isNull(source, from, end)) {
				this.#takePair(named, from, end, bare);
			}
		} else if (end === to || isBlank(source[end] ?? 0)) {
			// As logfmt has it, the value is empty where nothing follows; other signs are no values.
			this.#takePair(named, end, end, bare);
		}

		return end;
	}
}

/** Of one message so many fields are read at most. */
const mostFields = 1024;
/** Objects deeper than that are not gone into. */
const mostDepth = 32;

/** Behind the value of JSON that begins at `from` and is no object; -1 where it does not end, `from` where there is none. */
function valueEnd(source: Uint8Array, from: number, to: number): number {
	const first = source[from];
	if (first === quote) {
		const end = plainEnd(source, from + 1, to);
		return end < to && source[end] === quote
			? end + 1
			: stringEnd(source, from, to);
	}

	if (first === openBracket) {
		return listEnd(source, from, to);
	}

	let end = from;
	while (end < to && ((canOf[source[end] ?? 0] ?? 0) & can.beInLiteral) !== 0) {
		end++;
	}

	return end;
}

/** How far the name [from, to) stands in a wanted one, from `at` on; -1 where it does not. Hot: mostly the first bytes differ. */
function matchEnd(
	wanted: Uint8Array,
	at: number,
	source: Uint8Array,
	from: number,
	to: number,
): number {
	const distance = at - from;
	for (let index = from; index < to; index++) {
		if (source[index] !== wanted[index + distance]) {
			return -1;
		}
	}

	return to + distance;
}
