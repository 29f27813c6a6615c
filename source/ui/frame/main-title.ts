import {logsTitle} from '../app-logs/logs-title.ts';
import {buildTitle} from '../build-log/build-title.ts';
import {deploymentTitle} from '../deployment/deployment-title.ts';
import {patternsTitle} from '../patterns/patterns-title.ts';
import {type Setting} from '../look/setting.ts';
import {type Snapshot} from './snapshot.ts';

/** What the rule above the list says. */
export function mainTitle(
	{state, layout, shown, patterns}: Snapshot,
	setting: Setting,
): {readonly left: string; readonly right?: string} {
	switch (layout.kind === 'panes' ? layout.main.kind : 'logs') {
		case 'logs': {
			return logsTitle(state, shown, setting);
		}

		case 'build': {
			return buildTitle(state, setting);
		}

		case 'deployment': {
			return {left: deploymentTitle(state, setting)};
		}

		// It has a rule of its own.
		case 'detail': {
			return {left: ''};
		}

		case 'patterns': {
			return patterns === undefined
				? {left: ''}
				: patternsTitle(patterns, state, setting);
		}

		case 'help': {
			return {left: setting.theme.paint('focused', 'Keys')};
		}
	}
}
