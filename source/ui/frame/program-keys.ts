import {emptyChooser} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Binding, sayWhere, inGroup} from '../keys/binding.ts';
import {latestKey} from '../latest/latest-deployment.ts';

/** Keys for the terminal, whatever is on it. */
const terminalKeys: readonly Binding[] = inGroup('deplog', [
	{
		keys: ['ctrl+l'],
		words: [
			'redraw',
			'refresh screen',
			'clear screen',
			'cls',
			'garbage',
			'corrupted',
		],
		help: 'repaint',
		run: () => [{kind: 'repaint'}],
	},
	{
		keys: ['ctrl+z'],
		words: ['background', 'shell', 'bg'],
		help: 'suspend',
		run: () => [{kind: 'suspend'}],
	},
]);

const helpKey: Binding = {
	keys: ['?'],
	name: 'help',
	words: [
		'keys',
		'shortcuts',
		'manual',
		'bindings',
		'cheatsheet',
		'about',
		'usage',
	],
	help: 'these keys',
	group: 'deplog',
	hint: {words: 'keys', rank: 0},
	run: () => [{kind: 'mode', mode: {kind: 'help', top: 0}}],
};

/** Keys for deplog itself. */
export const programKeys: readonly Binding[] = inGroup('deplog', [
	{
		keys: ['@'],
		name: 'switch',
		words: [
			'deployments',
			'revision',
			'revisions',
			'change deployment',
			'app',
			'apps',
			'projects',
			'branch',
			'preview',
			'production',
			'previous deployment',
			'rollback',
		],
		help: 'another deployment',
		run: ({latest}) => [
			{
				kind: 'mode',
				mode: {
					kind: 'deployments',
					...emptyChooser,
					list: startList(latest),
				},
			},
		],
	},
	latestKey,
	{
		keys: ['R'],
		name: 'reload',
		words: ['reconnect', 'refresh', 'retry', 'restart', 'connect', 'f5'],
		help: 'reconnect and reload',
		run: () => [
			{kind: 'reload'},
			...sayWhere(
				'Reconnecting and reloading everything.',
				({logs: {connection}, details}) =>
					connection.kind === 'connecting' || details.kind === 'loading',
			),
		],
	},
	...terminalKeys,
	{
		keys: [':'],
		name: 'palette',
		words: ['commands'],
		help: 'palette: every command by its name',
		hint: {words: 'commands', rank: 1},
		run: () => [{kind: 'mode', mode: {kind: 'palette', value: '', index: 0}}],
	},
	helpKey,
	{
		keys: ['q', 'ctrl+c'],
		words: ['exit', 'close', 'leave', 'wq', 'q!', 'qa', 'bye'],
		help: 'quit',
		hint: {words: 'quit', keys: 'q', rank: 0},
		run: () => [{kind: 'quit'}],
	},
]);

/** Where `q` only closes what is shown. */
const interruptKey: Binding = {
	keys: ['ctrl+c'],
	words: ['exit', 'close', 'leave', 'wq', 'q!', 'qa', 'bye'],
	help: 'quit',
	group: 'deplog',
	run: () => [{kind: 'quit'}],
};

/** Keys that work in every view in which keys are not typed, unless they mean something else there. */
export const keysOfCovers: readonly Binding[] = [
	...terminalKeys,
	helpKey,
	interruptKey,
];

/** What is known of them is shown while they are asked for anew. */
function startList({deployments, next}: State['latest']) {
	return deployments.length === 0
		? ({kind: 'loading'} as const)
		: ({
				kind: 'loaded',
				items: deployments,
				...(next !== undefined && {next}),
			} as const);
}

/** What the palette of a demo offers besides: its server is deplog's own, and may misbehave. */
export const demoKeys: readonly Binding[] = inGroup('deplog', [
	{
		keys: [],
		help: 'cut the network',
		isOffered: ({isNetworkCut}, {isSimulated}) => isSimulated && !isNetworkCut,
		run: () => [
			{kind: 'network', isCut: true},
			...sayWhere(
				'The network of the demo is cut; the command “heal the network” restores it.',
				({isNetworkCut}) => isNetworkCut,
			),
		],
	},
	{
		keys: [],
		help: 'heal the network',
		isOffered: ({isNetworkCut}, {isSimulated}) => isSimulated && isNetworkCut,
		run: () => [
			{kind: 'network', isCut: false},
			...sayWhere(
				'The network of the demo is back; R reconnects at once.',
				({logs: {connection}}) => connection.kind === 'reconnecting',
			),
		],
	},
]);
