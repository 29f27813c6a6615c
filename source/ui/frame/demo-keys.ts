import {type Binding} from '../keys/binding.ts';

/** What the palette of a demo offers besides: its server is deplog's own, and may misbehave. */
export const demoKeys: readonly Binding[] = [
	{
		keys: [],
		help: 'cut the network',
		group: 'deplog',
		isOffered: ({isNetworkCut}, {isSimulated}) => isSimulated && !isNetworkCut,
		run: () => [
			{kind: 'network', isCut: true},
			{
				kind: 'notice',
				text: 'The network of the demo is cut. : heal the network ends it.',
			},
		],
	},
	{
		keys: [],
		help: 'heal the network',
		group: 'deplog',
		isOffered: ({isNetworkCut}, {isSimulated}) => isSimulated && isNetworkCut,
		run: () => [
			{kind: 'network', isCut: false},
			{
				kind: 'notice',
				text: 'The network of the demo is healed: R reconnects at once.',
			},
		],
	},
];
