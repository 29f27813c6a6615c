import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {type Deployment, statusNamed} from '../../source/log/deployment.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {type Entry, type Micros} from '../../source/log/entry.ts';
import {createQuery, everything} from '../../source/log/query.ts';
import {type Action} from '../../source/store/action.ts';
import {createMeasures} from '../../source/ui/app-logs/list-words.ts';
import {createState} from '../../source/store/create-store.ts';
import {type State} from '../../source/store/state.ts';
import {type Deed} from './deed.ts';
import {type WholeUi} from './whole-ui.ts';

const second = 1_000_000;
const start: Micros = Date.UTC(2025, 10, 24, 12) * 1000;
const regions = ['gcp-us-east4', 'gcp-europe-west3', ''];
const levels = ['info', 'error', 'warning', 'debug', 'info'];
const refusal = {
	message: 'The token is not allowed to read this deployment.',
	isRefusal: true,
	status: 403,
};

/** Time as a script has it pass: entries come a second apart. */
export class Script {
	now = start;
	#serial = 0;
	#buildCount = 0;

	first(columns: number, rows: number): State {
		return createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 1000,
			texts: ['timeout', '東京'],
			measures: createMeasures(),
			columns,
			rows,
		});
	}

	async perform(deed: Deed, ui: WholeUi): Promise<void> {
		if (deed.kind === 'press') {
			await ui.press(deed.keys);
		} else if (deed.kind === 'resize') {
			await ui.resize(deed.columns, deed.rows);
		} else {
			for (const action of this.#actions(deed, ui.store.get())) {
				// eslint-disable-next-line no-await-in-loop -- One after the other.
				await ui.dispatch(action);
			}
		}
	}

	#actions(
		deed: Exclude<Deed, {readonly kind: 'press' | 'resize'}>,
		state: State,
	): readonly Action[] {
		switch (deed.kind) {
			case 'append': {
				const entries = deed.messages.map((message) => {
					this.now += second;
					return this.#entry(this.now - deed.late * second, message);
				});
				return [
					{
						kind: 'live-entries',
						entries: EntryColumns.of(entries),
						malformedCount: 0,
						at: this.now,
					},
				];
			}

			case 'page': {
				const from = this.now - deed.from * second;
				const to = from + deed.messages.length * second;
				return [
					{
						kind: 'page-landed',
						at: this.now,
						malformedCount: 0,
						page: {
							filter: everything,
							order: 'desc',
							from,
							to,
							range: {from, to},
							whole: {from, to},
							entries: deed.messages.map((message, index) =>
								this.#entry(from + index * second, message),
							),
						},
					},
				];
			}

			case 'build': {
				const fromIndex = this.#buildCount;
				this.#buildCount += deed.messages.length;
				return [
					{
						kind: 'build-lines',
						fromIndex,
						entries: deed.messages.map((message, index) => ({
							level: levels[index % levels.length] ?? 'info',
							message,
						})),
						malformedCount: 0,
					},
				];
			}

			case 'deployment': {
				return [{kind: 'details-loaded', deployment: deployment(deed.status)}];
			}

			case 'deployments': {
				return [
					{
						kind: 'deployments-loaded',
						deployments: deed.domains.map((domain, index) => ({
							...deployment('success'),
							id: `shop-${index}`,
							domains: [domain],
						})),
					},
				];
			}

			case 'baseline': {
				return [
					{
						kind: 'baseline-entries',
						entries: deed.messages.map((message) =>
							this.#entry(start, message),
						),
					},
					{
						kind: 'baseline-told',
						baseline: {
							kind: 'found',
							deploymentId: 'storefront-0',
							from: start - second,
							to: start,
							isWhole: true,
							entryCount: 3,
						},
					},
				];
			}

			case 'first-error': {
				return [
					{
						kind: 'first-error-told',
						entry: {...this.#entry(start, deed.message), level: 'error'},
					},
				];
			}

			case 'network': {
				return this.#network(deed.what, state);
			}
		}
	}

	#network(
		what: Extract<Deed, {readonly kind: 'network'}>['what'],
		{logs}: State,
	): readonly Action[] {
		const at = this.now;
		switch (what) {
			case 'cut': {
				return [{kind: 'live-cut', at, attempt: 1, retryAt: at + 4 * second}];
			}

			case 'heal': {
				return [
					{kind: 'live-retrying'},
					{kind: 'live-opened', filter: logs.asked.filter, at},
				];
			}

			case 'refuse': {
				return [{kind: 'live-refused', failure: refusal}];
			}

			case 'fail': {
				return [
					{
						kind: 'page-failed',
						from: at - 200 * second,
						to: at - 100 * second,
						failure: {message: 'The server said 500.', isRefusal: false},
						serverTime: at,
					},
				];
			}

			case 'overdue': {
				return [{kind: 'tail-overdue'}];
			}

			case 'quiet': {
				return [{kind: 'live-quiet', since: at}];
			}
		}
	}

	#entry(time: Micros, message: string): Entry {
		const serial = this.#serial++;
		return {
			time,
			level: levels[serial % levels.length] ?? 'info',
			region: regions[serial % regions.length] ?? '',
			message,
		};
	}
}

function deployment(status: string): Deployment {
	return {
		id: 'storefront-7f3k2m',
		projectId: '0b6dcc53',
		status: statusNamed(status),
		domains: ['storefront-7f3k2m.deno.dev', 'shop.example'],
		databases: {},
		createdAt: start,
		updatedAt: start + 8 * second,
	};
}
