import {logsView} from '../app-logs/logs-view.ts';
import {buildView} from '../build-log/build-pane.tsx';
import {countsView} from '../counts/counts-view.ts';
import {topView} from '../counts/top-view.ts';
import {deploymentView} from '../deployment/deployment-pane.tsx';
import {
	baselineView,
	deploymentsView,
} from '../deployment-picker/deployment-picker.tsx';
import {projectsView} from '../deployment-picker/project-picker.tsx';
import {detailView} from '../detail/detail-rows.ts';
import {helpSearchView, createHelpView} from '../help/help-view.tsx';
import {fieldsView} from '../field-picker/field-picker.tsx';
import {histogramView} from '../histogram/histogram-view.ts';
import {createPaletteView} from '../palette/palette.tsx';
import {patternsView} from '../patterns/patterns-view.ts';
import {incompleteView, saveView} from '../prompts/save-prompt.tsx';
import {textView} from '../prompts/text-prompt.tsx';
import {timeView} from '../prompts/time-prompt.tsx';
import {regionsView} from '../region-picker/region-picker.tsx';
import {type ViewKind, type View} from '../view/view.ts';
import {keysBelow, listedViews} from './bound-keys.ts';

/** Every view. Layout, keys, help, palette, titles and footer know of them from here alone. */
export const views: Readonly<Record<ViewKind, View>> = {
	logs: logsView,
	build: buildView,
	deployment: deploymentView,
	detail: detailView,
	histogram: histogramView,
	patterns: patternsView,
	counts: countsView,
	top: topView,
	text: textView,
	time: timeView,
	save: saveView,
	incomplete: incompleteView,
	regions: regionsView,
	fields: fieldsView,
	deployments: deploymentsView,
	projects: projectsView,
	baseline: baselineView,
	'help-search': helpSearchView,
	palette: createPaletteView((state) => keysBelow(views, state)),
	help: createHelpView(() => listedViews(views).flatMap(({keys}) => keys)),
};
