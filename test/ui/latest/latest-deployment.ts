import {expect, it} from 'vitest';
import {type Deployment} from '../../../source/log/deployment.ts';
import {type Action} from '../../../source/store/action.ts';
import {headerLine} from '../../../source/ui/frame/header-line.ts';
import {shortId} from '../../../source/ui/latest/latest-deployment.ts';
import {createReader} from '../../helpers/reader.ts';
import {arrive, noon, opened, second} from '../../helpers/state-after.ts';
import {visibleText} from '../../../source/text/highlight.ts';

const deployment = (
	id: string,
	at: number,
	kind: 'succeeded' | 'failed' | 'building' | 'skipped',
): Deployment => ({
	id,
	projectId: 'shop',
	status: {kind},
	domains: [],
	databases: {},
	createdAt: noon + at * second,
});

const old = deployment('shop-r8j1aa', 0, 'succeeded');
const newer = deployment('shop-r9k2bb', 60, 'building');

const loaded = (shown: Deployment): Action => ({
	kind: 'details-loaded',
	deployment: shown,
});

const listed = (...deployments: readonly Deployment[]): Action => ({
	kind: 'deployments-loaded',
	deployments,
});

it.each([
	[160, '▲ r9k2… building  L'],
	[80, '▲ r9k2… building  L'],
	[59, '▲'],
	[40, '▲'],
])('at %i columns a newer deployment is said as %s', (columns, words) => {
	const {store, setting} = createReader(
		[loaded(old), opened, arrive([{}, {}])],
		{columns},
	);
	const header = () =>
		visibleText(headerLine(store.get(), setting, noon, columns));
	const before = header();
	expect(before).not.toContain('▲');
	store.dispatch(listed(newer, old));
	expect(header()).toContain(words);
	// What stands before its place stays where it is.
	const verdict = before.indexOf('✓');
	expect(header().indexOf('✓')).toBe(verdict);
});

it('what was skipped, or is older, is no newer deployment', () => {
	const {store, setting} = createReader([
		loaded(newer),
		listed(deployment('shop-r9zzzz', 90, 'skipped'), newer, old),
	]);
	expect(headerLine(store.get(), setting, noon, 80)).not.toContain('▲');
});

it('L goes to the newer one, and without one follows those to come until it is pressed again', () => {
	const reader = createReader([loaded(old), listed(old)]);
	reader.press('L');
	expect(reader.store.get().latest.isFollowed).toBe(true);
	expect(reader.store.get().screen.notice).toMatch(/no newer .*L ends that/v);
	reader.press('L');
	expect(reader.store.get().latest.isFollowed).toBe(false);
	reader.dispatch(listed(newer, old));
	reader.press('L');
	expect(reader.asked).toEqual(['explore shop-r9k2bb']);
	expect(reader.store.get().latest.isFollowed).toBe(true);
});

it('a build that failed is left with one key for the deployment that serves', () => {
	const failed = deployment('shop-r9k2bb', 60, 'failed');
	const between = deployment('shop-r8x3cc', 30, 'failed');
	const reader = createReader([loaded(failed), listed(failed, between, old)]);
	reader.press('<');
	expect(reader.asked).toEqual(['explore shop-r8j1aa']);
});

it('an id is told by what is its own', () => {
	expect(shortId('storefront-7f3k2m')).toBe('7f3k…');
	expect(shortId('r9k2')).toBe('r9k2');
	expect(shortId('0b6dcc53e29a')).toBe('0b6d…');
	// As many letters as it takes to tell it from the others.
	expect(shortId('0b6dcc53e29a', ['0b6dc0'])).toBe('0b6dcc…');
	expect(shortId('shop-r9k2aa0', ['shop-r9k2aa0', 'shop-r9k1'])).toBe('r9k2…');
	expect(shortId('shop-r9k2ab', ['shop-r9k2aa'])).toBe('r9k2ab');
});
