import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/spread.ts';
import {safe} from '../look/words.ts';

/** The deployment in a line: where it is to be found, and since when. */
export function foldedDeployment(
	{details: {deployment, failure}}: State,
	{theme, timestamps}: Setting,
	width: number,
): string {
	const title = ` ${theme.paint('strong', '1')} ${theme.paint('quiet', 'Deployment ')} `;
	if (deployment === undefined) {
		return spread(
			title +
				(failure === undefined
					? theme.paint('quiet', 'asking for the details')
					: theme.paint('bad', safe(failure.message))),
			'',
			width,
		);
	}

	const [domain, ...others] = deployment.domains;
	const {createdAt} = deployment;
	return spread(
		title +
			(domain === undefined
				? theme.paint('quiet', 'no domain')
				: safe(domain)) +
			(others.length === 0 ? '' : theme.paint('quiet', ` +${others.length}`)),
		createdAt === undefined
			? ''
			: theme.paint(
					'quiet',
					`created ${timestamps.date(createdAt)} ${timestamps.time(createdAt)} `,
				),
		width,
	);
}
