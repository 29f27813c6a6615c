import {sendJson, type Answer, notFound} from './answer.ts';
import {sendAnalytics} from './v2-analytics.ts';
import {findApp, findRevision} from './catalogue.ts';
import {type Context} from './context.ts';
import {type Target} from './routes.ts';
import {sendApps, sendRevisions} from './v2-lists.ts';
import {sendBuildLogs, sendLogs, sendProgress} from './v2-logs.ts';
import {describeApp, describeRevision, listTimelines} from './v2-bodies.ts';

/** Answers a request for version 2 of the API. */
export async function sendVersion2(
	answer: Answer,
	{route, id}: Target,
	context: Context,
): Promise<void> {
	switch (route) {
		case 'projects': {
			await sendApps(answer, context);
			break;
		}

		case 'project': {
			await sendJson(answer, 200, describeApp(findApp(id, context)));
			break;
		}

		case 'deployments': {
			await sendRevisions(answer, findApp(id, context), context);
			break;
		}

		case 'details': {
			const revision = findRevision(id, context);
			await sendJson(answer, 200, describeRevision(revision, context));
			break;
		}

		case 'timelines': {
			const revision = findRevision(id, context);
			await sendJson(answer, 200, listTimelines(revision, context));
			break;
		}

		case 'progress': {
			await sendProgress(answer, findRevision(id, context), context);
			break;
		}

		case 'build': {
			await sendBuildLogs(answer, findRevision(id, context), context);
			break;
		}

		case 'appLogs': {
			await sendLogs(answer, findApp(id, context), context);
			break;
		}

		case 'analytics': {
			await sendAnalytics(answer, findApp(id, context), context);
			break;
		}

		case 'unknown': {
			throw notFound(`There is nothing at ${answer.url.pathname}.`);
		}
	}
}
