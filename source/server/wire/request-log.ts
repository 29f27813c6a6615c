import {type OpenRecord, type RequestRecord} from '../faults/faults.ts';

/** The last requests, within bounds. */
export type RequestLog = {
	readonly records: readonly RequestRecord[];
	readonly openLiveCount: number;
	/** Numbers the request. */
	readonly add: (record: Omit<OpenRecord, 'id' | 'state'>) => OpenRecord;
	/** Says of all that is open that the server has cut it. */
	readonly cutAll: () => void;
	readonly close: (record: OpenRecord, state: OpenRecord['state']) => void;
};

const mostRecords = 10_000;
/** In characters of paths, parameters and headers: some 16 MiB. */
const mostText = 8_388_608;

/** Keeps what was requested, and how it ended, so that tests can look at it. */
export function createRequestLog(): RequestLog {
	const records: OpenRecord[] = [];
	const open = new Set<OpenRecord>();
	const sizes: number[] = [];
	let text = 0;
	let count = 0;
	return {
		records,
		get openLiveCount() {
			return [...open].filter(({route}) => route === 'live').length;
		},
		add(fields) {
			count++;
			const record: OpenRecord = {
				id: `embedded-${count}`,
				...fields,
				state: 'open',
			};
			const size = measureText(record);
			records.push(record);
			sizes.push(size);
			open.add(record);
			text += size;
			while (
				records.length > mostRecords ||
				(text > mostText && records.length > 1)
			) {
				records.shift();
				text -= sizes.shift() ?? 0;
			}

			return record;
		},
		cutAll() {
			for (const record of open) {
				record.state = 'cut';
			}

			open.clear();
		},
		close(record, state) {
			if (record.state === 'open') {
				record.state = state;
			}

			open.delete(record);
		},
	};
}

function measureText({path, parameters, headers}: OpenRecord) {
	return JSON.stringify([path, parameters, headers]).length;
}
