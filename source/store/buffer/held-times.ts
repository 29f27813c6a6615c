import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from './log-buffer.ts';

/** Of the entries held at or after a time. */
export function firstTime(buffer: LogBuffer, time: Micros): Micros | undefined {
	const piece = buffer.pieces[buffer.pieceIndexAt(time)];
	return piece?.timeAt(piece.lowerBound(time));
}

/** Of the entries held before a time. */
export function lastTime(buffer: LogBuffer, time: Micros): Micros | undefined {
	const index = buffer.pieceIndexAt(time);
	const piece = buffer.pieces[index];
	const position = piece?.lowerBound(time) ?? 0;
	return piece !== undefined && position > 0
		? piece.timeAt(position - 1)
		: buffer.pieces[index - 1]?.lastTime;
}
