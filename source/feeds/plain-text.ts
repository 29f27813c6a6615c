const lengthLimit = 300;
/** No more of a text is looked through. */
const readLimit = 20_000;

/** Text from the network, made fit for one line of an error message: without control, format and bidi characters, not too long, and without `secret`. */
export function plainText(text: string, secret?: string): string {
	const plain = text
		.slice(0, readLimit)
		// C0, DEL, C1, line separators, bidi overrides and whatever else is not seen, lone surrogates.
		.replaceAll(
			/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\s]+/gv,
			' ',
		)
		.trim();
	const safe = secret ? plain.replaceAll(secret, '[token]') : plain;
	return safe.length > lengthLimit ? `${safe.slice(0, lengthLimit)}…` : safe;
}
