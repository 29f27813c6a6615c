import {
	ApiError,
	type ErrorDetails,
	type Healing,
	plainText,
} from '../errors.ts';
import {readProblem} from '../json/problem.ts';
import {
	type Facts,
	pageForPeople,
	redirected,
	type Sentences,
	serverFailed,
	statusSentences,
	unknownStatus,
} from './sentences.ts';

/** An answer that is not what was asked for. */
type FailedAnswer = {
	readonly url: URL;
	readonly status: number;
	readonly contentType: string;
	readonly location?: string;
	readonly requestId?: string;
	/** In milliseconds. */
	readonly retryAfter?: number;
	/** The start of the body. */
	readonly body: string;
	readonly token?: string;
	/** Where the token came from, as people know it. */
	readonly tokenPlace?: string;
};

/** The error, with its sentences, for an answer without a 2xx status, or with a page for people in it. */
export function answerError(answer: FailedAnswer): ApiError {
	const {status, url, token} = answer;
	const said = serverSaid(answer);
	const details: ErrorDetails = {
		status,
		said,
		requestId: answer.requestId && plainText(answer.requestId, token),
		retryAfter: answer.retryAfter,
	};
	const facts: Facts = {
		url,
		code: String(status),
		hasToken: Boolean(token),
		tokenPlace: answer.tokenPlace && plainText(answer.tokenPlace, token),
		target: targetOf(answer),
		isAboutOrganization: /organi[sz]ation/iv.test(said),
	};
	const sentences = chooseSentences(answer);
	const {kind, what, next} = sentences;
	return new ApiError(
		kind,
		[
			`${what(facts)}${said}.`,
			waitWords(answer, sentences) ??
				(typeof next === 'string' ? next : next(facts)),
			details.requestId && `(request ${details.requestId})`,
		]
			.filter(Boolean)
			.join(' '),
		kind === 'html-page'
			? {...details, healing: healingOfPage(status)}
			: details,
	);
}

function chooseSentences(answer: FailedAnswer): Sentences {
	const {status} = answer;
	if (status >= 300 && status < 400) {
		return redirected;
	}

	if (isHtml(answer)) {
		return pageForPeople;
	}

	return (
		statusSentences.get(status) ??
		(status >= 500 ? serverFailed : unknownStatus)
	);
}

/** What a page for people says of the API: its status. */
function healingOfPage(status: number): Healing {
	const kind = statusSentences.get(status)?.kind;
	if (status >= 500 || kind === 'rate-limited' || kind === 'time-out') {
		return 'soon';
	}

	return [401, 403, 404, 410].includes(status) ? 'refused' : 'later';
}

/** How long the server asks to be left alone, where it does. */
function waitWords(
	{retryAfter}: FailedAnswer,
	{kind}: Sentences,
): string | undefined {
	if (
		retryAfter === undefined ||
		retryAfter < 1000 ||
		(kind !== 'rate-limited' && retryAfter < sayWaitFrom) ||
		!['rate-limited', 'server', 'time-out'].includes(kind)
	) {
		return undefined;
	}

	return `Wait ${durationWords(retryAfter)} before the next try.`;
}

/** In milliseconds: how long a server that failed may ask for without it being said, since it is tried again at once. */
const sayWaitFrom = 10_000;

function durationWords(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	if (seconds <= 120) {
		return `${seconds} s`;
	}

	return seconds <= 7200
		? `${Math.ceil(seconds / 60)} minutes`
		: `${Math.ceil(seconds / 3600)} hours`;
}

function isHtml({contentType, body}: FailedAnswer): boolean {
	return (
		/^\s*(?:text\/html|application\/xhtml)/iv.test(contentType) ||
		/^\s*<(?:!doctype|html)/iv.test(body)
	);
}

/** The server's own words: those of its JSON, or a line of plain text. */
function serverSaid({body, contentType, token}: FailedAnswer): string {
	const {code, message} = readProblem(body);
	const words = [message, code]
		.filter((part) => part !== undefined)
		.map((part) => plainText(part, token))
		.filter(Boolean);
	if (words.length > 0) {
		return `: “${words.join('”, code “')}”`;
	}

	const [line = ''] = body.trim().split('\n', 1);
	return /^\s*text\/plain/iv.test(contentType) && /^[^<\{\[]/v.test(line)
		? `: “${plainText(line, token)}”`
		: '';
}

/** Where a redirect points to, without what may be secret in it. */
function targetOf({location, url, token}: FailedAnswer): string {
	if (location === undefined || !URL.canParse(location, url.href)) {
		return 'nowhere';
	}

	const {origin, pathname} = new URL(location, url);
	return plainText(origin + pathname, token);
}
