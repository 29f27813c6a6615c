import {type Micros} from '../../log/entry.ts';
import {type OpenAnswer, type Send} from './request.ts';

/** Opens a live stream. A server may send its headers with the first entry, hours later: who is not refused within a second is accepted. */
export async function sendLive(
	send: Send,
	{
		url,
		accept,
		signal,
		onAccepted,
		refusalTimeout,
	}: {
		url: URL;
		accept: string;
		signal: AbortSignal;
		onAccepted?: (answer: {serverTime?: Micros}) => void;
		refusalTimeout: number;
	},
): Promise<OpenAnswer> {
	let isAccepted = false;
	let timer: NodeJS.Timeout | undefined;
	const tell = (serverTime?: Micros) => {
		if (!isAccepted) {
			isAccepted = true;
			onAccepted?.({serverTime});
		}
	};

	try {
		const answer = await send({
			url,
			accept,
			isLive: true,
			signal,
			onSent() {
				timer = setTimeout(tell, refusalTimeout);
			},
		});
		tell(answer.serverTime);
		return answer;
	} finally {
		clearTimeout(timer);
	}
}
