import {type State} from '../../store/state.ts';

const mostRegionRows = 8;
const mostCommandRows = 12;

/** Rows of the prompt or the picker at the bottom. */
export function dockHeight({screen: {mode, rows}}: State): number {
	switch (mode.kind) {
		case 'text': {
			return 1;
		}

		case 'time':
		case 'save': {
			return 2;
		}

		case 'regions': {
			const most = Math.min(mostRegionRows, Math.floor(rows / 3));
			return 1 + Math.max(1, Math.min(mode.seen.length, most));
		}

		case 'palette':
		case 'deployments': {
			return 1 + Math.min(mostCommandRows, Math.floor(rows / 3));
		}

		case 'list':
		case 'histogram':
		case 'patterns':
		case 'help': {
			return 0;
		}
	}
}
