import {type Answer, sendJson, notFound} from './answer.ts';
import {findDeployment, type Catalogue} from './catalogue.ts';
import {type Target} from './routes.ts';
import {sendDeployments, sendProjects} from './v1-lists.ts';
import {sendAppLogs, sendBuildLog} from './v1-logs.ts';

/** Answers a request for version 1 of the API. */
export async function sendVersion1(
	answer: Answer,
	{route, id}: Target,
	context: Catalogue & {readonly clock: () => number},
): Promise<void> {
	switch (route) {
		case 'details': {
			await sendJson(answer, 200, findDeployment(id, context).details());
			break;
		}

		case 'build': {
			await sendBuildLog(answer, findDeployment(id, context));
			break;
		}

		case 'appLogs': {
			await sendAppLogs(answer, findDeployment(id, context), context);
			break;
		}

		case 'deployments': {
			await sendDeployments(answer, id, context);
			break;
		}

		case 'projects': {
			await sendProjects(answer, id, context);
			break;
		}

		case 'project':
		case 'progress':
		case 'timelines':
		case 'analytics':
		case 'unknown': {
			throw notFound(`There is nothing at ${answer.url.pathname}.`);
		}
	}
}
