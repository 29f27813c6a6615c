import {type Flags} from './flags.ts';
import {UsageError} from './usage-error.ts';

/** When a recording goes on in a new file. */
export type Rotation =
	{readonly kind: 'size'; readonly bytes: number} | {readonly kind: 'day'};

/** `--record` and `--rotate`. */
export function readRecording(
	{record, rotate, follow}: Flags,
	isPrinting: boolean,
): {
	readonly recording?: {readonly file: string; readonly rotation?: Rotation};
} {
	if (record === undefined) {
		if (rotate !== undefined) {
			throw new UsageError(
				'--rotate is for a recording: --record app.ndjson --rotate 100MB',
			);
		}

		return {};
	}

	if (isPrinting && !follow) {
		throw new UsageError(
			'--record goes on for as long as deplog runs. Add --follow, so that it does.',
		);
	}

	return {
		recording: {
			file: record,
			...(rotate !== undefined && {rotation: readRotation(rotate)}),
		},
	};
}

function readRotation(text: string): Rotation {
	if (text === 'day') {
		return {kind: 'day'};
	}

	const [, number = '', unit = ''] =
		/^(\d{1,6}(?:\.\d{1,3})?) ?(k|m|g)i?b?$/iv.exec(text) ?? [];
	const factor = {k: 1e3, m: 1e6, g: 1e9}[unit.toLowerCase()];
	const bytes = Number(number) * (factor ?? 0);
	if (!(bytes >= 1000)) {
		throw new UsageError(
			'--rotate is a size of at least 1kB, such as 100MB, or day.',
		);
	}

	return {kind: 'size', bytes};
}
