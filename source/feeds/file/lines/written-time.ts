/** A date and a clock time taken apart. */
type WrittenTime = {
	/** `2026-11-24`; without a year `11-24`. */
	readonly date: string;
	/** `09:00:01.123`. */
	readonly clock: string;
	/** `Z`, `+01:00`, or an IANA name. */
	readonly zone?: string;
	/** Its first number is no month: so is that of others in the file. */
	readonly isDayFirst?: boolean;
};

/** In minutes east of UTC. Names that mean several zones (`IST`) are not among them; `CST` and the like are America's, as Postgres has it. */
const zones: ReadonlyMap<string, number> = new Map([
	['UTC', 0],
	['GMT', 0],
	['WET', 0],
	['WEST', 60],
	['BST', 60],
	['CET', 60],
	['CEST', 120],
	['EET', 120],
	['EEST', 180],
	['MSK', 180],
	['JST', 540],
	['KST', 540],
	['AEST', 600],
	['AEDT', 660],
	['NZST', 720],
	['NZDT', 780],
	['EST', -300],
	['EDT', -240],
	['CST', -360],
	['CDT', -300],
	['MST', -420],
	['MDT', -360],
	['PST', -480],
	['PDT', -420],
]);

const weekday = String.raw`(?:[A-Z][a-z]{2},? )?`;
const monthNames = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const name = `(?<name>${monthNames})[a-z]{0,6}`;
const year = String.raw`(?<year>\d{4})`;
const clock = String.raw`(?<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?:[ \u202F]?(?<half>[AaPp])[Mm])?`;
const zoneName = [...zones.keys()].join('|');
const closing = String.raw`(?=\])`;
/** PHP writes the name of a place, in brackets with the time. */
const zone = String.raw`(?: ?(?<zone>Z|[+\-]\d\d:?\d\d|${zoneName}|[A-Z][A-Za-z]{1,20}\/[A-Z][A-Za-z_]{1,30}${closing}))?`;

const forms = [
	// `2026-11-24 9:00:01 CET`, `Tue 2026-11-24 10:00:00 UTC`.
	String.raw`${weekday}${year}[\-\/.](?<month>\d\d)[\-\/.](?<day>\d\d)(?:T|, ?| {1,2})${clock}${zone}`,
	// `24/Nov/2026:10:00:00 +0100`, `24-Nov-2026 10:00:00.123`, `24 Nov 26 10:00:00`.
	String.raw`${weekday}(?<day>\d{1,2})[ \-\/.]${name}[ \-\/.](?<year>\d{4}|\d\d)[:, ]{1,2}${clock}${zone}`,
	// `Nov 24, 2026 10:00:00 AM`.
	String.raw`${weekday}${name} {1,2}(?<day>\d{1,2}),? ${year},? ${clock}${zone}`,
	// `Tue Nov 24 10:00:00.123456 EST 2026`.
	String.raw`[A-Z][a-z]{2} ${name} {1,2}(?<day>\d{1,2}) ${clock}(?: (?<zone>${zoneName}))? ${year}`,
	// `11/24/2026, 3:00:01 PM`, `24.11.2026 10:00:00`.
	String.raw`(?<first>\d{1,2})(?<mark>[\/.\-])(?<second>\d{1,2})[\/.\-]${year},? {1,2}${clock}${zone}`,
	// `26/11/24 10:00:00`: Spark.
	String.raw`(?<year>\d\d)\/(?<month>\d\d)\/(?<day>\d\d) ${clock}`,
	// `11-24 10:00:00.123`: Android.
	String.raw`(?<month>\d\d)-(?<day>\d\d) (?<clock>\d\d:\d\d:\d\d\.\d{3,6})`,
] as const;

/** Finds a time with its date wherever it stands in a text. */
export const datedTime = forms
	.map((form) => form.replaceAll(/\(\?<\w+>/gv, '(?:'))
	.join('|');

const readers = forms.map(
	(form) => new RegExp(`^${form.replaceAll(closing, '')}$`, 'v'),
);

/** Takes a time apart that is written in whichever way. Of two numbers that may both be the month, the first is, unless `isDayFirst`. */
export function takeApart(
	text: string,
	isDayFirst: boolean,
): WrittenTime | undefined {
	let groups: Readonly<Record<string, string | undefined>> | undefined;
	for (const reader of readers) {
		groups = reader.exec(text)?.groups;
		if (groups !== undefined) {
			break;
		}
	}

	if (groups === undefined) {
		return undefined;
	}

	const {first, second, mark, half} = groups;
	const isMonthFirst = mark !== '.' && !isDayFirst && Number(first) <= 12;
	const month =
		groups['name'] === undefined
			? (groups['month'] ?? (isMonthFirst ? first : second))
			: String(monthNames.split('|').indexOf(groups['name']) + 1);
	const day = groups['day'] ?? (isMonthFirst ? second : first);
	const inYear = groups['year'];
	const offset = offsetOf(groups['zone']);
	return {
		date: [
			...(inYear === undefined ? [] : [inYear.padStart(4, '20')]),
			twoFigures(month),
			twoFigures(day),
		].join('-'),
		clock: wholeClock(groups['clock'] ?? '', half),
		...(offset !== undefined && {zone: offset}),
		...(mark === '/' && Number(first) > 12 && {isDayFirst: true}),
	};
}

/** `3:04`, `p` → `15:04:00`. */
export function wholeClock(text: string, half: string | undefined): string {
	const [hour = '', ...rest] = text.split(':');
	const hours =
		half === undefined
			? hour
			: (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
	return [
		twoFigures(String(hours)),
		...rest,
		...(rest.length < 2 ? ['00'] : []),
	].join(':');
}

function offsetOf(text: string | undefined): string | undefined {
	const minutes = zones.get(text ?? '');
	if (minutes === undefined) {
		return text;
	}

	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${twoFigures(String(Math.floor(size / 60)))}:${twoFigures(String(size % 60))}`;
}

function twoFigures(text = ''): string {
	return text.padStart(2, '0');
}
