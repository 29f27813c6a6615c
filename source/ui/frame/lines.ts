import {newWords} from '../app-logs/list-words.ts';
import {fieldsHeading} from '../entry/entry-look.ts';
import {histogramRow} from '../histogram/histogram-line.ts';
import {type Layout, type Snapshot, type Title} from '../view/view.ts';
import {ruleLine} from '../look/line.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {type Rectangle, type Surfaces} from '../look/surface.ts';
import {firstErrorLine} from '../entry/first-error.ts';
import {views} from './views.ts';
import {type Snapshots} from './snapshots.ts';
import {headerLine} from './header-line.ts';
import {footerLine} from './footer-line.ts';

/** The single lines that change all the time, and so are painted past React: header, the first error, the rule above the list, the names of columns, histogram, footer. */
export type Lines = {
	readonly place: (layout: Layout) => void;
	readonly remove: () => void;
};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** Registers the lines as surfaces, and puts them where the layout has them. */
export function createLines(
	snapshots: Snapshots,
	setting: Setting,
	surfaces: Surfaces,
): Lines {
	const create = (
		line: (snapshot: Snapshot, setting: Setting, width: number) => string,
	) =>
		surfaces.create({
			row(_, width) {
				const snapshot = snapshots.get();
				return line(snapshot, shownSetting(setting, snapshot.state), width);
			},
		});
	const header = create(({state, now}, shown, width) =>
		headerLine(state, shown, now, width),
	);
	const rule = create((snapshot, shown, width) =>
		ruleLine(titleOf(snapshot, shown), width, shown.theme),
	);
	const footer = create(({state}, shown, width) =>
		footerLine(state, shown, width),
	);
	const firstError = create(({state}, shown, width) =>
		firstErrorLine(state, shown, width),
	);
	const heading = create(({state}, shown, width) =>
		fieldsHeading(state, shown, width),
	);
	const histogram = surfaces.create({
		row(index, width) {
			const snapshot = snapshots.get();
			const {state} = snapshot;
			const shown = shownSetting(setting, state);
			return histogramRow(snapshot, shown, {
				index,
				right: index > 0 ? '' : shown.theme.paint('strong', newWords(state)),
				width,
			});
		},
	});
	const all = [header, firstError, rule, heading, histogram, footer];
	const unsubscribe = snapshots.subscribeRested(() => {
		for (const surface of all) {
			surface.invalidate();
		}
	});
	return {
		place(layout) {
			const isShown = layout.kind === 'panes';
			header.place(isShown ? layout.header : nowhere);
			firstError.place((isShown ? layout.firstError : undefined) ?? nowhere);
			rule.place(
				isShown && layout.main.kind !== 'detail' ? layout.main.rule : nowhere,
			);
			heading.place((isShown ? layout.main.heading : undefined) ?? nowhere);
			histogram.place((isShown ? layout.histogram : undefined) ?? nowhere);
			footer.place(isShown ? layout.footer : nowhere);
		},
		remove() {
			unsubscribe();
			for (const surface of all) {
				surface.remove();
			}
		},
	};
}

/** What the rule above the list says. */
function titleOf(snapshot: Snapshot, setting: Setting): Title {
	const {layout} = snapshot;
	const view = views[layout.kind === 'panes' ? layout.main.kind : 'logs'];
	return 'title' in view ? view.title(snapshot, setting) : {left: ''};
}
