import {closeConnection} from '../../timeline/open-connection.ts';
import {type Logs} from '../logs.ts';

/** The logs when their live stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function close(logs: Logs): Logs {
	return closeConnection(logs, logs.buffer.lastTime ?? 0);
}
