import {Box} from 'ink';
import {type DockProps} from '../view/view.ts';
import {views} from './views.ts';

/** The prompt or picker at the bottom. */
export function Dock(props: DockProps) {
	const {mode, columns} = props.state.screen;
	const view = mode.kind === 'list' ? undefined : views[mode.kind];
	return (
		<Box
			key={mode.kind}
			flexDirection="column"
			width={columns}
			height={props.height}
		>
			{view?.place === 'dock' ? view.show(props) : undefined}
		</Box>
	);
}
